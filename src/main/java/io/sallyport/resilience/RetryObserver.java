package io.sallyport.resilience;

import io.sallyport.exchange.Exchange;

/** Is told of every decision about a retry, on the exchange's event loop. Must not block, must not throw. */
public interface RetryObserver {

    /** Looks away. */
    RetryObserver NONE = new RetryObserver() {};

    /**
     * A retry will be made, unless the client leaves or the deadline comes first.
     *
     * @param retry 1 for the first
     * @param waitMillis how long it waits
     */
    default void retrying(Exchange exchange, int retry, long waitMillis) {}

    /** The policy's conditions held, yet the try's ending is passed on. */
    default void skipped(Exchange exchange, SkippedRetry why) {}
}
