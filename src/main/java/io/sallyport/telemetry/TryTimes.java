package io.sallyport.telemetry;

import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** How long the steps of the last try took, in nanoseconds; {@link #NONE} for a step that was not taken or not ended. */
final class TryTimes {

    /** What stands for no time. */
    static final long NONE = -1;

    private TryTimes() {}

    /** Finding the name's addresses and checking them. */
    static long dns(Exchange exchange) {
        Attempt last = last(exchange);
        return last == null ? NONE : between(last.startedNanos(), last.resolvedNanos);
    }

    /** Waiting for a place among the connections, and TCP; all addresses tried. */
    static long connect(Exchange exchange) {
        Attempt last = last(exchange);
        return last == null ? NONE : between(last.resolvedNanos, last.openedNanos);
    }

    /** TLS, with a proxy's CONNECT before it. */
    static long tls(Exchange exchange) {
        Attempt last = last(exchange);
        return last == null || !last.encrypted ? NONE : between(last.openedNanos, last.connectedNanos);
    }

    /** From the request's last byte to the response's first, or to the try's end where none came. */
    static long await(Exchange exchange) {
        Attempt last = last(exchange);
        return last == null
                ? NONE
                : between(last.requestSentNanos, last.firstByteNanos == 0 ? last.endedNanos : last.firstByteNanos);
    }

    /** From the first try's beginning to the first byte of the response that was passed on, in whole milliseconds. */
    static long serviceMillis(Exchange exchange) {
        Attempt last = last(exchange);
        if (last == null || last.status == 0) {
            return NONE;
        }
        long nanos = between(exchange.attempts().getFirst().startedNanos(), last.firstByteNanos);
        return nanos == NONE ? NONE : TimeUnit.NANOSECONDS.toMillis(nanos);
    }

    private static @Nullable Attempt last(Exchange exchange) {
        List<Attempt> attempts = exchange.attempts();
        return attempts.isEmpty() ? null : attempts.getLast();
    }

    private static long between(long from, long to) {
        return from == 0 || to == 0 || to < from ? NONE : to - from;
    }
}
