package io.sallyport.listener;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client's wish to go on in another protocol (RFC 9110 section 7.8), as WebSocket begins (RFC 6455 section 4). */
final class Upgrade {

    /** Versions of what is spoken here anyway: each hop agrees on its own. */
    private static final Set<String> OWN = Set.of("h2c", "http", "tls");

    private Upgrade() {}

    /**
     * The protocols a request asks for, as written; null where it asks for none that could be passed on. It then goes on
     * as if it had not asked, as the RFC has it: without one, of HTTP/1.0, or with a body, after which alone the switch
     * could come.
     */
    static @Nullable String wanted(HttpRequest request) {
        HttpHeaders headers = request.headers();
        String protocols = headers.get(HttpHeaderNames.UPGRADE);
        if (protocols == null
                || !HttpVersion.HTTP_1_1.equals(request.protocolVersion())
                || !headers.containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
                || headers.getAll(HttpHeaderNames.UPGRADE).size() > 1
                || HttpUtil.isTransferEncodingChunked(request)
                || HttpUtil.getContentLength(request, 0L) > 0) {
            return null;
        }
        for (String protocol : protocols.split(",", -1)) {
            String name = protocol.strip().toLowerCase(Locale.ROOT);
            int version = name.indexOf('/');
            if (name.isEmpty() || OWN.contains(version < 0 ? name : name.substring(0, version))) {
                return null;
            }
        }
        return protocols;
    }

    /** Asks the next hop for them. */
    static void ask(HttpHeaders headers, String protocols) {
        headers.set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE);
        headers.set(HttpHeaderNames.UPGRADE, protocols);
    }

    /** Whether a response says that its sender has switched. */
    static boolean isAgreed(HttpResponse response) {
        return response.status().code() == 101;
    }
}
