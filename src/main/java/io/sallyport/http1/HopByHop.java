package io.sallyport.http1;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.util.ArrayList;
import java.util.List;

/**
 * Takes out of a head what was meant for this connection only (RFC 9110 section 7.6.1), in either direction.
 *
 * <p>{@code Transfer-Encoding} stays: the caller decides how the body goes on, and needs it until then. {@code Trailer}
 * stays, since trailers pass.
 */
public final class HopByHop {

    private static final AsciiString KEEP_ALIVE = AsciiString.cached("keep-alive");
    private static final AsciiString PROXY_CONNECTION = AsciiString.cached("proxy-connection");
    private static final AsciiString PROXY_AUTHENTICATION_INFO = AsciiString.cached("proxy-authentication-info");

    private static final List<AsciiString> ALWAYS = List.of(
            KEEP_ALIVE,
            PROXY_CONNECTION,
            PROXY_AUTHENTICATION_INFO,
            HttpHeaderNames.TE,
            HttpHeaderNames.UPGRADE,
            HttpHeaderNames.PROXY_AUTHENTICATE,
            HttpHeaderNames.PROXY_AUTHORIZATION);

    /** Framing, routing and caching hang on these, so no peer has them taken out by naming them. */
    private static final List<AsciiString> NEVER = List.of(
            HttpHeaderNames.HOST,
            HttpHeaderNames.CONTENT_LENGTH,
            HttpHeaderNames.TRANSFER_ENCODING,
            HttpHeaderNames.VIA,
            HttpHeaderNames.MAX_FORWARDS,
            HttpHeaderNames.CACHE_CONTROL);

    private HopByHop() {}

    /** Takes out the hop-by-hop fields and all that {@code Connection} names. */
    public static void strip(HttpHeaders headers) {
        if (headers.contains(HttpHeaderNames.CONNECTION)) {
            stripNominated(headers);
        }
        for (int index = 0; index < ALWAYS.size(); index++) {
            headers.remove(ALWAYS.get(index));
        }
    }

    private static void stripNominated(HttpHeaders headers) {
        List<String> values = headers.getAll(HttpHeaderNames.CONNECTION);
        headers.remove(HttpHeaderNames.CONNECTION);
        for (String value : values) {
            for (String option : options(value)) {
                if (!isKept(option)) {
                    headers.remove(option);
                }
            }
        }
    }

    private static boolean isKept(String option) {
        for (AsciiString name : NEVER) {
            if (name.contentEqualsIgnoreCase(option)) {
                return true;
            }
        }
        return false;
    }

    /** The members of a Connection field's value, without blanks and empty ones. */
    static List<String> options(String value) {
        if (value.indexOf(',') < 0) {
            return value.isEmpty() ? List.of() : List.of(value);
        }
        List<String> options = new ArrayList<>(4);
        for (String option : value.split(",", -1)) {
            String stripped = option.strip();
            if (!stripped.isEmpty()) {
                options.add(stripped);
            }
        }
        return options;
    }
}
