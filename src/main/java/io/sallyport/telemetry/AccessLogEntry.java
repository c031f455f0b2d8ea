package io.sallyport.telemetry;

import io.opentelemetry.api.trace.Span;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.Decision;
import io.sallyport.policy.RequestHead;
import io.sallyport.telemetry.JsonLine.Name;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Turns an exchange that ended into a line of JSON under Envoy's names. One a thread, since it reuses its buffer. */
final class AccessLogEntry {

    private static final Name START_TIME = Name.of("start_time");
    private static final Name METHOD = Name.of("method");
    private static final Name PATH = Name.of("path");
    private static final Name PROTOCOL = Name.of("protocol");
    private static final Name RESPONSE_CODE = Name.of("response_code");
    private static final Name RESPONSE_FLAGS = Name.of("response_flags");
    private static final Name RESPONSE_CODE_DETAILS = Name.of("response_code_details");
    private static final Name BYTES_RECEIVED = Name.of("bytes_received");
    private static final Name BYTES_SENT = Name.of("bytes_sent");
    private static final Name DURATION = Name.of("duration");
    private static final Name UPSTREAM_HOST = Name.of("upstream_host");
    private static final Name UPSTREAM_CLUSTER = Name.of("upstream_cluster");
    private static final Name ATTEMPTS = Name.of("attempts");
    private static final Name AUTHORITY = Name.of("authority");
    private static final Name ROUTE_NAME = Name.of("route_name");
    private static final Name DOWNSTREAM_REMOTE_ADDRESS = Name.of("downstream_remote_address");
    private static final Name TRACE_ID = Name.of("trace_id");
    private static final Name GENERATION = Name.of("generation");

    private final JsonLine line = new JsonLine();
    private final LogClock clock = new LogClock();

    /** The line, good until the next. */
    JsonLine encode(Exchange exchange) {
        RequestHead head = exchange.head();
        List<Attempt> attempts = exchange.attempts();
        long sinceStart = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - exchange.startedNanos());
        long duration = exchange.endedNanos() - exchange.startedNanos();
        return line.begin()
                .field(START_TIME, clock.format(System.currentTimeMillis() - sinceStart))
                .field(METHOD, head.method())
                .field(PATH, head.path().isEmpty() ? null : UrlRedaction.allValues(head.path()))
                .field(PROTOCOL, exchange.protocol)
                .field(RESPONSE_CODE, exchange.status)
                .field(RESPONSE_FLAGS, ResponseFlags.of(exchange))
                .field(RESPONSE_CODE_DETAILS, details(exchange))
                .field(BYTES_RECEIVED, exchange.bytesReceived)
                .field(BYTES_SENT, exchange.bytesSent)
                .field(DURATION, TimeUnit.NANOSECONDS.toMillis(duration))
                .field(UPSTREAM_HOST, attempts.isEmpty() ? null : address(attempts.getLast().address))
                .field(UPSTREAM_CLUSTER, cluster(exchange.decision()))
                .field(ATTEMPTS, attempts.size())
                .field(AUTHORITY, withoutUser(head.authority()))
                .field(ROUTE_NAME, route(exchange.decision()))
                .field(DOWNSTREAM_REMOTE_ADDRESS, address(exchange.client()))
                .field(TRACE_ID, traceId(exchange))
                .field(GENERATION, exchange.generation())
                .end();
    }

    /** Why it ended so: the denial's slug where the policy refused it, else the outcome's name; then what more is known. */
    private static String details(Exchange exchange) {
        Outcome outcome = exchange.outcome();
        String reason = exchange.decision() instanceof Decision.Deny deny && isPolicys(outcome)
                ? deny.reason().slug()
                : "" + outcome;
        return exchange.detail().isEmpty() || exchange.detail().equals(reason)
                ? reason
                : reason + ": " + exchange.detail();
    }

    private static boolean isPolicys(@Nullable Outcome outcome) {
        return outcome == Outcome.DENIED || outcome == Outcome.NO_ROUTE || outcome == Outcome.DESTINATION_UNKNOWN;
    }

    private static @Nullable String cluster(Decision decision) {
        return decision instanceof Decision.Forward forward ? forward.cluster().name() : null;
    }

    private static @Nullable String route(Decision decision) {
        return switch (decision) {
            case Decision.Forward forward -> forward.route();
            case Decision.Answer answer -> answer.route().isEmpty() ? null : answer.route();
            case Decision.Intercept _, Decision.Deny _ -> null;
        };
    }

    /** Of our own span where there is one: it may have begun the trace. */
    private static @Nullable String traceId(Exchange exchange) {
        if (exchange.span instanceof Span span && span.getSpanContext().isValid()) {
            return span.getSpanContext().getTraceId();
        }
        return TraceParent.traceId(exchange.head().header("traceparent"));
    }

    private static String withoutUser(String authority) {
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    private static @Nullable String address(@Nullable SocketAddress address) {
        return address == null ? null : SocketText.of(address);
    }
}
