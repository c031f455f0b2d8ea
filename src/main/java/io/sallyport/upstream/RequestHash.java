package io.sallyport.upstream;

import io.sallyport.exchange.Exchange;
import io.sallyport.policy.LoadBalancing.HashKey;
import io.sallyport.policy.QueryParameters;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Reads what of a request decides its endpoint; gives a caller the cookie it lacks. */
final class RequestHash {

    /** What a request without the key has: it may go anywhere. */
    static final long NONE = 0;

    private RequestHash() {}

    /** The hash of the request's key, or {@link #NONE}. */
    static long of(Exchange exchange, HashKey key) {
        String value = switch (key) {
            case HashKey.Header header -> exchange.head().header(header.name());
            case HashKey.Cookie cookie -> cookie(exchange, cookie);
            case HashKey.SourceAddress ignored -> source(exchange);
            case HashKey.QueryParameter parameter ->
                QueryParameters.first(exchange.head().path(), parameter.name());
        };
        if (value == null) {
            return NONE;
        }
        long hash = XxHash.of(value);
        return hash == NONE ? 1 : hash;
    }

    private static @Nullable String source(Exchange exchange) {
        return exchange.client() instanceof InetSocketAddress client
                ? client.getAddress().getHostAddress()
                : null;
    }

    private static @Nullable String cookie(Exchange exchange, HashKey.Cookie cookie) {
        for (String field : exchange.head().headers("cookie")) {
            String value = value(field, cookie.name());
            if (value != null && !value.isEmpty()) {
                return value;
            }
        }
        Duration ttl = cookie.ttl();
        if (ttl == null) {
            return null;
        }
        String made = exchange.setCookie;
        if (made == null) {
            made = cookie.name() + "="
                    + Long.toHexString(ThreadLocalRandom.current().nextLong()) + attributes(cookie, ttl);
            exchange.setCookie = made;
        }
        // A later try of the same exchange goes by the cookie of the first.
        return value(made, cookie.name());
    }

    private static @Nullable String value(String field, String name) {
        for (int start = 0; start < field.length(); ) {
            int end = field.indexOf(';', start);
            end = end < 0 ? field.length() : end;
            while (start < end && field.charAt(start) == ' ') {
                start++;
            }
            int equals = start + name.length();
            if (equals < end && field.startsWith(name, start) && field.charAt(equals) == '=') {
                String value = field.substring(equals + 1, end).strip();
                boolean quoted = value.length() > 1 && value.startsWith("\"") && value.endsWith("\"");
                return quoted ? value.substring(1, value.length() - 1) : value;
            }
            start = end + 1;
        }
        return null;
    }

    private static String attributes(HashKey.Cookie cookie, Duration ttl) {
        StringBuilder text = new StringBuilder();
        if (!ttl.isZero()) {
            text.append("; Max-Age=").append(Math.max(1, ttl.toSeconds()));
        }
        if (cookie.path() != null && !cookie.path().isEmpty()) {
            text.append("; Path=").append(cookie.path());
        }
        boolean httpOnly = false;
        for (Map.Entry<String, String> attribute : cookie.attributes().entrySet()) {
            text.append("; ").append(attribute.getKey());
            if (!attribute.getValue().isEmpty()) {
                text.append('=').append(attribute.getValue());
            }
            httpOnly |= attribute.getKey().toLowerCase(Locale.ROOT).equals("httponly");
        }
        return (httpOnly ? text : text.append("; HttpOnly")).toString();
    }
}
