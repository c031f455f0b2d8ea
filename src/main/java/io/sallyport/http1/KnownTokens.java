package io.sallyport.http1;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds the object that stands for a token without making a string first. Case counts, so that a name goes out as it
 * came in.
 */
final class KnownTokens<T> {

    static final KnownTokens<AsciiString> FIELD_NAMES = fieldNames();
    static final KnownTokens<HttpMethod> METHODS = methods();

    private static final int SLOTS = 512;

    private final byte[][] keys = new byte[SLOTS][];
    private final Object[] values = new Object[SLOTS];

    private KnownTokens() {}

    @SuppressWarnings("unchecked")
    @Nullable
    T find(Line line, int from, int to) {
        byte[] octets = line.octets();
        for (int slot = slot(octets, from, to); keys[slot] != null; slot = (slot + 1) & (SLOTS - 1)) {
            if (Arrays.equals(keys[slot], 0, keys[slot].length, octets, from, to)) {
                return (T) values[slot];
            }
        }
        return null;
    }

    private void put(String token, T value) {
        byte[] key = token.getBytes(StandardCharsets.US_ASCII);
        int slot = slot(key, 0, key.length);
        while (keys[slot] != null) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        keys[slot] = key;
        values[slot] = value;
    }

    /** Length, first, middle and last letter tell the known names well apart. Never empty. */
    private static int slot(byte[] octets, int from, int to) {
        int mixed = (to - from) * 31 + octets[from];
        mixed = mixed * 31 + octets[(from + to) >>> 1];
        mixed = mixed * 31 + octets[to - 1];
        return (mixed ^ (mixed >>> 9)) & (SLOTS - 1);
    }

    private static KnownTokens<HttpMethod> methods() {
        KnownTokens<HttpMethod> methods = new KnownTokens<>();
        for (HttpMethod method : new HttpMethod[] {
            HttpMethod.GET,
            HttpMethod.POST,
            HttpMethod.CONNECT,
            HttpMethod.HEAD,
            HttpMethod.PUT,
            HttpMethod.DELETE,
            HttpMethod.OPTIONS,
            HttpMethod.PATCH,
            HttpMethod.TRACE
        }) {
            methods.put(method.name(), method);
        }
        return methods;
    }

    private static KnownTokens<AsciiString> fieldNames() {
        KnownTokens<AsciiString> names = new KnownTokens<>();
        for (String name : new String[] {
            "Accept",
            "Accept-Charset",
            "Accept-Encoding",
            "Accept-Language",
            "Accept-Ranges",
            "Age",
            "Allow",
            "Alt-Svc",
            "Authorization",
            "Cache-Control",
            "Connection",
            "Content-Disposition",
            "Content-Encoding",
            "Content-Language",
            "Content-Length",
            "Content-Location",
            "Content-Range",
            "Content-Security-Policy",
            "Content-Type",
            "Cookie",
            "Date",
            "ETag",
            "Expect",
            "Expires",
            "Forwarded",
            "Host",
            "If-Match",
            "If-Modified-Since",
            "If-None-Match",
            "If-Range",
            "If-Unmodified-Since",
            "Keep-Alive",
            "Last-Modified",
            "Link",
            "Location",
            "Max-Forwards",
            "Origin",
            "Pragma",
            "Proxy-Authenticate",
            "Proxy-Authorization",
            "Proxy-Connection",
            "Proxy-Status",
            "Range",
            "Referer",
            "Retry-After",
            "Server",
            "Set-Cookie",
            "Strict-Transport-Security",
            "TE",
            "Trailer",
            "Transfer-Encoding",
            "Upgrade",
            "User-Agent",
            "Vary",
            "Via",
            "WWW-Authenticate",
            "X-Content-Type-Options",
            "X-Forwarded-For",
            "X-Forwarded-Host",
            "X-Forwarded-Proto",
            "X-Frame-Options",
            "X-Powered-By",
            "X-Request-Id",
            "X-B3-TraceId",
            "X-B3-SpanId",
            "X-B3-ParentSpanId",
            "X-B3-Sampled"
        }) {
            String lower = name.toLowerCase(Locale.ROOT);
            names.put(name, AsciiString.cached(name));
            names.put(lower, AsciiString.cached(lower));
        }
        for (String lower : new String[] {"traceparent", "tracestate", "baggage", "b3"}) {
            names.put(lower, AsciiString.cached(lower));
        }
        return names;
    }
}
