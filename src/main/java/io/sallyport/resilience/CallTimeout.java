package io.sallyport.resilience;

import io.netty.handler.codec.http.HttpHeaders;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.GrpcStatus;
import io.sallyport.policy.RequestHead;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/**
 * How long an exchange may take: what the route says, and for a gRPC call what its {@code grpc-timeout} says where that
 * is less. As in Istio, which gives Envoy the route's timeout as {@code max_grpc_timeout}: without one the call's own
 * counts alone, and the server is told what applies.
 *
 * @param duration more than zero
 * @param field what says so: {@code timeout} or {@code grpc-timeout}
 */
record CallTimeout(Duration duration, String field) {

    private static final String GRPC_TIMEOUT = "grpc-timeout";
    private static final int MOST_DIGITS = 8;
    private static final long MOST = 99_999_999;

    /** What applies to the exchange; null where nothing does. */
    static @Nullable CallTimeout of(Exchange exchange) {
        Duration route = exchange.forward().timeout();
        Duration own = isGrpc(exchange) ? parse(exchange.head().header(GRPC_TIMEOUT)) : null;
        if (own != null && (route == null || own.compareTo(route) < 0)) {
            return new CallTimeout(own, GRPC_TIMEOUT);
        }
        return route == null ? null : new CallTimeout(route, "timeout");
    }

    /** Lets a gRPC server know; says whether it is one. */
    boolean tell(Exchange exchange, HttpHeaders outgoing) {
        boolean grpc = isGrpc(exchange);
        if (grpc) {
            outgoing.set(GRPC_TIMEOUT, text());
        }
        return grpc;
    }

    private static boolean isGrpc(Exchange exchange) {
        RequestHead head = exchange.head();
        return head.method().equals("POST") && GrpcStatus.isGrpc(head.header("content-type"));
    }

    /** Up to eight digits and a unit. As in Envoy, zero and what is malformed count as nothing. */
    static @Nullable Duration parse(@Nullable String text) {
        int digits = text == null ? 0 : text.length() - 1;
        if (text == null || digits < 1 || digits > MOST_DIGITS) {
            return null;
        }
        long value = 0;
        for (int index = 0; index < digits; index++) {
            char digit = text.charAt(index);
            if (digit < '0' || digit > '9') {
                return null;
            }
            value = value * 10 + digit - '0';
        }
        ChronoUnit unit = unit(text.charAt(digits));
        return unit == null || value == 0 ? null : Duration.of(value, unit);
    }

    private static @Nullable ChronoUnit unit(char letter) {
        return switch (letter) {
            case 'H' -> ChronoUnit.HOURS;
            case 'M' -> ChronoUnit.MINUTES;
            case 'S' -> ChronoUnit.SECONDS;
            case 'm' -> ChronoUnit.MILLIS;
            case 'u' -> ChronoUnit.MICROS;
            case 'n' -> ChronoUnit.NANOS;
            default -> null;
        };
    }

    /** In milliseconds, or in seconds where that takes too many digits. */
    String text() {
        long millis = TimeLimit.millis(duration);
        return millis <= MOST ? millis + "m" : Math.min(MOST, duration.toSeconds()) + "S";
    }
}
