package io.sallyport.upstream;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.exchange.Exchange;
import io.sallyport.policy.ClusterSettings;
import java.util.List;

/** Which versions of HTTP a request may go out in. */
enum HttpOffer {
    HTTP1,
    HTTP2,
    /** What the server prefers; HTTP/1.1 where it does not say. */
    EITHER;

    private static final String H2 = "h2";
    private static final String H1 = "http/1.1";

    /** What a request of the exchange may go out in. */
    static HttpOffer of(Exchange exchange, HttpRequest request) {
        if (request.headers().contains(HttpHeaderNames.UPGRADE)) {
            // HTTP/2 knows no switching of protocols (RFC 9113 section 8.6).
            return HTTP1;
        }
        ClusterSettings settings = exchange.forward().cluster().settings();
        return switch (settings.http().version()) {
            case HTTP1 -> HTTP1;
            case HTTP2 -> HTTP2;
            case NEGOTIATED -> settings.tls() == null || settings.tunnel() != null ? HTTP1 : EITHER;
            case CLIENT -> exchange.protocol.startsWith("HTTP/2") ? HTTP2 : HTTP1;
        };
    }

    /** In the words of ALPN, best first. */
    List<String> protocols() {
        return switch (this) {
            case HTTP1 -> List.of(H1);
            case HTTP2 -> List.of(H2);
            case EITHER -> List.of(H2, H1);
        };
    }

    /**
     * Whether HTTP/2 is to be spoken.
     *
     * @param chosen what the server chose by ALPN; empty where it did not. Who offers nothing but HTTP/2 speaks it then
     *     all the same, as Envoy does: there are servers that know no ALPN
     */
    boolean isHttp2(String chosen) {
        return chosen.isEmpty() ? this == HTTP2 : chosen.equals(H2);
    }
}
