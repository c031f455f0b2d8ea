package io.sallyport.admin.traffic;

import io.opentelemetry.api.trace.Span;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.telemetry.ResponseFlags;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One exchange, after its end. It holds on to nothing of the request's or the configuration's but names.
 *
 * @param id counts up from 1, in the order in which exchanges ended
 * @param endedAt milliseconds since 1970
 * @param duration nanoseconds from its head to its end
 * @param firstByte nanoseconds to the first byte of the final response; -1 for never
 * @param caller who called, as the console names it
 * @param callerDetail what more is known, as {@code pid 4711}; empty for nothing
 * @param flags Envoy's response flags, {@code -} for none
 * @param status what the client was sent; 0 for none
 * @param traceId of our span, null where there is none
 */
public record RecordedExchange(
        long id,
        long endedAt,
        long duration,
        long firstByte,
        Asked asked,
        Ruling ruling,
        String caller,
        String callerDetail,
        SocketAddress client,
        Outcome outcome,
        String flags,
        String detail,
        int status,
        long bytesReceived,
        long bytesSent,
        @Nullable String traceId,
        List<RecordedAttempt> attempts) {

    public RecordedExchange {
        attempts = List.copyOf(attempts);
    }

    static RecordedExchange of(long id, Exchange exchange, String caller, long now) {
        long origin = exchange.startedNanos();
        List<RecordedAttempt> attempts = new ArrayList<>(exchange.attempts().size());
        for (Attempt attempt : exchange.attempts()) {
            attempts.add(RecordedAttempt.of(attempt, origin));
        }
        return new RecordedExchange(
                id,
                now,
                exchange.endedNanos() - origin,
                exchange.firstByteNanos == 0 ? -1 : exchange.firstByteNanos - origin,
                Asked.of(exchange.head(), exchange.protocol),
                Ruling.of(exchange),
                caller,
                exchange.callerDetail,
                exchange.client(),
                Objects.requireNonNull(exchange.outcome(), "outcome"),
                ResponseFlags.of(exchange),
                Asked.shortened(exchange.detail()),
                exchange.status,
                exchange.bytesReceived,
                exchange.bytesSent,
                traceId(exchange),
                attempts);
    }

    private static @Nullable String traceId(Exchange exchange) {
        return exchange.span instanceof Span span && span.getSpanContext().isValid()
                ? span.getSpanContext().getTraceId()
                : null;
    }

    /** Whether it failed: an answer of 500 or more, or none that was not the client's doing. A denial is no failure. */
    public boolean isFailure() {
        if (ruling.isDenied()) {
            return false;
        }
        return status >= 500
                || (status == 0
                        && outcome != Outcome.COMPLETED
                        && outcome != Outcome.CLIENT_GONE
                        && outcome != Outcome.DURATION_EXCEEDED);
    }

    /** What counts as its latency, in nanoseconds: all of a request's time; of a tunnel the time until it stood. */
    public long latency() {
        if (!asked.isTunnel()) {
            return duration;
        }
        long connected = attempts.isEmpty() ? -1 : attempts.getLast().connected();
        return connected < 0 ? duration : connected;
    }
}
