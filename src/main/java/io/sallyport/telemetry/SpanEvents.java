package io.sallyport.telemetry;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.policy.Decision;
import java.util.concurrent.TimeUnit;

/** What happened during a span, at the time it happened: no convention has names for these. */
final class SpanEvents {

    static final AttributeKey<String> DENIAL_REASON = stringKey("sallyport.denial.reason");
    static final AttributeKey<String> RETRY_REASON = stringKey("sallyport.retry.reason");
    static final AttributeKey<Long> RETRY_NUMBER = longKey("sallyport.retry.number");

    private final EpochClock clock;

    SpanEvents(EpochClock clock) {
        this.clock = clock;
    }

    /** How far a try came: a time of 0 is a thing that did not happen. */
    void steps(Span span, Attempt attempt) {
        step(span, "dns.done", attempt.resolvedNanos);
        step(span, "connect.done", attempt.openedNanos);
        if (attempt.encrypted) {
            step(span, "tls.done", attempt.connectedNanos);
        }
        step(span, "request.sent", attempt.requestSentNanos);
        step(span, "response.first_byte", attempt.firstByteNanos);
    }

    /** A try that follows another, on the whole exchange's span. */
    void retry(Span span, Exchange exchange, Attempt attempt) {
        Attempt before = exchange.attempts().get(attempt.number() - 2);
        span.addEvent(
                "retry",
                Attributes.of(
                        RETRY_REASON,
                        SpanAttributes.errorType(before.outcome, before.status),
                        RETRY_NUMBER,
                        (long) attempt.number() - 1),
                clock.at(attempt.startedNanos()),
                TimeUnit.NANOSECONDS);
    }

    /** That policy refused it: at its beginning where the decision did, else at its end. */
    void denial(Span span, Exchange exchange) {
        String reason = DenialName.of(exchange);
        if (reason != null) {
            boolean decided = exchange.decision() instanceof Decision.Deny;
            span.setAttribute(DENIAL_REASON, reason);
            span.addEvent(
                    "denied",
                    Attributes.of(
                            DENIAL_REASON,
                            reason,
                            SpanAttributes.SERVER_ADDRESS,
                            exchange.head().host()),
                    clock.at(decided ? exchange.startedNanos() : exchange.endedNanos()),
                    TimeUnit.NANOSECONDS);
        }
    }

    private void step(Span span, String name, long nanoTime) {
        if (nanoTime != 0) {
            span.addEvent(name, clock.at(nanoTime), TimeUnit.NANOSECONDS);
        }
    }
}
