package io.sallyport.telemetry;

import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.Decision;
import io.sallyport.policy.RequestHead;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Turns an exchange that ended into a line of JSON under Envoy's names. One a thread, since it reuses its buffer. */
final class AccessLogEntry {

    private final JsonLine line = new JsonLine();
    private final LogClock clock = new LogClock();

    byte[] encode(Exchange exchange) {
        RequestHead head = exchange.head();
        List<Attempt> attempts = exchange.attempts();
        long sinceStart = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - exchange.startedNanos());
        long duration = exchange.endedNanos() - exchange.startedNanos();
        return line.begin()
                .field("start_time", clock.format(System.currentTimeMillis() - sinceStart))
                .field("method", head.method())
                .field("path", head.path().isEmpty() ? null : UrlRedaction.allValues(head.path()))
                .field("protocol", exchange.protocol)
                .field("response_code", exchange.status)
                .field("response_flags", ResponseFlags.of(exchange))
                .field("response_code_details", details(exchange))
                .field("bytes_received", exchange.bytesReceived)
                .field("bytes_sent", exchange.bytesSent)
                .field("duration", TimeUnit.NANOSECONDS.toMillis(duration))
                .field("upstream_host", attempts.isEmpty() ? null : address(attempts.getLast().address))
                .field("upstream_cluster", cluster(exchange.decision()))
                .field("attempts", attempts.size())
                .field("authority", withoutUser(head.authority()))
                .field("route_name", route(exchange.decision()))
                .field("downstream_remote_address", address(exchange.client()))
                .field("trace_id", TraceParent.traceId(head.header("traceparent")))
                .field("generation", exchange.generation())
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
            case Decision.Deny _ -> null;
        };
    }

    private static String withoutUser(String authority) {
        return authority.substring(authority.lastIndexOf('@') + 1);
    }

    private static @Nullable String address(@Nullable SocketAddress address) {
        if (!(address instanceof InetSocketAddress inet)) {
            return address == null ? null : address.toString();
        }
        // getHostString of an unresolved one; never a look-up by address.
        String host = inet.getAddress() == null
                ? inet.getHostString()
                : inet.getAddress().getHostAddress();
        return host.indexOf(':') < 0 ? host + ":" + inet.getPort() : "[" + host + "]:" + inet.getPort();
    }
}
