package io.sallyport.telemetry;

import io.opentelemetry.api.trace.Span;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.CallerLabels;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.Decision;
import io.sallyport.policy.RequestHead;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What the access log tells of an exchange, whatever the format; null for what is not known. What a caller may have
 * put a secret into is left out here: the user before a host, the values of a query, every header's value but those of
 * two, whose length is bounded.
 */
final class LogFacts {

    private LogFacts() {}

    /** When it began, in milliseconds since 1970. */
    static long startMillis(Exchange exchange) {
        return System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - exchange.startedNanos());
    }

    static long durationMillis(Exchange exchange) {
        return TimeUnit.NANOSECONDS.toMillis(exchange.endedNanos() - exchange.startedNanos());
    }

    static @Nullable String path(RequestHead head) {
        return head.path().isEmpty() ? null : UrlRedaction.allValues(head.path());
    }

    static String authority(RequestHead head) {
        return head.authority().substring(head.authority().lastIndexOf('@') + 1);
    }

    static @Nullable String header(RequestHead head, String name) {
        String value = head.header(name);
        return value == null ? null : BoundedText.of(value);
    }

    /** Why it ended so: the denial's slug where the decision was one, else the outcome's name; then what more is known. */
    static String details(Exchange exchange) {
        String denial = exchange.decision() instanceof Decision.Deny ? DenialName.of(exchange) : null;
        String reason = denial == null ? "" + exchange.outcome() : denial;
        return exchange.detail().isEmpty() || exchange.detail().equals(reason)
                ? reason
                : reason + ": " + exchange.detail();
    }

    /** Why there is no connection to the upstream, where it is for that that the last try failed. */
    static @Nullable String transportFailure(Exchange exchange) {
        List<Attempt> attempts = exchange.attempts();
        Attempt last = attempts.isEmpty() ? null : attempts.getLast();
        Outcome outcome = last == null ? null : last.outcome;
        if (last == null || outcome == null) {
            return null;
        }
        return switch (outcome) {
            case CONNECTION_REFUSED,
                    CONNECTION_TIMEOUT,
                    CONNECTION_FAILED,
                    TLS_FAILED,
                    TLS_CERTIFICATE_REJECTED,
                    TLS_ALERT_RECEIVED -> last.detail.isEmpty() ? outcome.name() : outcome + ": " + last.detail;
            default -> null;
        };
    }

    static @Nullable String upstreamHost(Exchange exchange) {
        List<Attempt> attempts = exchange.attempts();
        Attempt last = attempts.isEmpty() ? null : attempts.getLast();
        return last == null || last.address == null ? null : SocketText.of(last.address);
    }

    static @Nullable String cluster(Decision decision) {
        return decision instanceof Decision.Forward forward ? forward.cluster().name() : null;
    }

    static @Nullable String route(Decision decision) {
        return switch (decision) {
            case Decision.Forward forward -> forward.route();
            case Decision.Answer answer -> answer.route().isEmpty() ? null : answer.route();
            case Decision.Intercept _, Decision.Deny _ -> null;
        };
    }

    static @Nullable String known(String label) {
        return label.equals(CallerLabels.NOT_KNOWN) ? null : label;
    }

    /** Of our own span where there is one: it may have begun the trace. */
    static @Nullable String traceId(Exchange exchange) {
        if (exchange.span instanceof Span span && span.getSpanContext().isValid()) {
            return span.getSpanContext().getTraceId();
        }
        return TraceParent.traceId(exchange.head().header("traceparent"));
    }
}
