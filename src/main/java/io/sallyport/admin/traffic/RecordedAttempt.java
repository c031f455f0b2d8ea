package io.sallyport.admin.traffic;

import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Outcome;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * One try, after its end. Times are nanoseconds since the exchange began; -1 means it never came to that.
 *
 * @param opened TCP stood and TLS began, where TLS was spoken on a new connection
 * @param connected a new connection could be used
 * @param address where it went, null when it never got that far
 * @param reused whether a pooled connection was used
 * @param status the response's; 0 for none
 * @param outcome how it ended; null where the exchange ended before it did
 */
public record RecordedAttempt(
        int number,
        long started,
        long resolved,
        long opened,
        long connected,
        long requestSent,
        long firstByte,
        long ended,
        @Nullable InetSocketAddress address,
        boolean reused,
        int status,
        @Nullable Outcome outcome,
        String detail) {

    static RecordedAttempt of(Attempt attempt, long origin) {
        return new RecordedAttempt(
                attempt.number(),
                attempt.startedNanos() - origin,
                since(origin, attempt.resolvedNanos),
                since(origin, attempt.encrypted ? attempt.openedNanos : 0),
                since(origin, attempt.connectedNanos),
                since(origin, attempt.requestSentNanos),
                since(origin, attempt.firstByteNanos),
                since(origin, attempt.endedNanos),
                attempt.address,
                attempt.connectionReused,
                attempt.status,
                attempt.outcome,
                Asked.shortened(attempt.detail));
    }

    private static long since(long origin, long nanos) {
        return nanos == 0 ? -1 : nanos - origin;
    }
}
