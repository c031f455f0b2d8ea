package io.sallyport.http1;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The fields after a chunked body. Those that could change how the message is framed, routed, allowed or read are
 * dropped (RFC 9110 section 6.5.1): whoever looked at the head has decided already.
 */
final class TrailerFields {

    private static final Set<String> FORBIDDEN = Set.of(
            // framing and the connection
            "content-length",
            "transfer-encoding",
            "connection",
            "keep-alive",
            "proxy-connection",
            "te",
            "trailer",
            "upgrade",
            "http2-settings",
            // routing
            "host",
            "via",
            "max-forwards",
            "forwarded",
            "x-forwarded-for",
            "x-forwarded-host",
            "x-forwarded-proto",
            // authentication and state
            "authorization",
            "proxy-authorization",
            "proxy-authenticate",
            "www-authenticate",
            "authentication-info",
            "proxy-authentication-info",
            "cookie",
            "set-cookie",
            // conditions and controls
            "cache-control",
            "expect",
            "pragma",
            "range",
            "if-match",
            "if-none-match",
            "if-modified-since",
            "if-unmodified-since",
            "if-range",
            "age",
            "date",
            "expires",
            "location",
            "retry-after",
            "vary",
            "warning");

    private @Nullable HttpHeaders kept;
    private int seen;

    void reset() {
        kept = null;
        seen = 0;
    }

    void add(FieldLine field, List<String> nominated, int most) {
        if (++seen > most) {
            throw new MalformedException(431, "too many trailer fields");
        }
        String name = field.name().toString();
        if (isDropped(name, nominated)) {
            return;
        }
        if (kept == null) {
            kept = DefaultHttpHeadersFactory.trailersFactory()
                    .withValidation(false)
                    .newHeaders();
        }
        kept.add(field.name(), field.value());
    }

    static boolean isAllowed(String lower) {
        return !lower.startsWith("content-") && !FORBIDDEN.contains(lower);
    }

    private static boolean isDropped(String name, List<String> nominated) {
        String lower = name.toLowerCase(Locale.ROOT);
        return !isAllowed(lower) || nominated.stream().anyMatch(lower::equalsIgnoreCase);
    }

    /** The fields that may pass, or null when there are none. */
    @Nullable
    HttpHeaders kept() {
        return kept;
    }
}
