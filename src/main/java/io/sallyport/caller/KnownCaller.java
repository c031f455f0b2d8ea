package io.sallyport.caller;

import io.sallyport.exchange.CallerLabels;

/**
 * What was found out about a caller.
 *
 * @param labels for metrics: few values, whoever calls
 * @param detail for log lines and people, as {@code pid 4711}; empty where there is no more to say
 */
public record KnownCaller(CallerLabels labels, String detail) {

    /** Nobody known. */
    public static final KnownCaller UNKNOWN = new KnownCaller(CallerLabels.UNKNOWN, "");
}
