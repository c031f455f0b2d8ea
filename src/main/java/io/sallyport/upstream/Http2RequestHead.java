package io.sallyport.upstream;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.sallyport.exchange.GrpcStatus;
import io.sallyport.http1.FieldSyntax;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Words a request for HTTP/2 (RFC 9113 section 8.3.1). What names the connection, or frames the body, does not go along;
 * what could be taken for something else does not go out at all.
 */
final class Http2RequestHead {

    private static final Set<String> LEFT_OUT = Set.of(
            "host",
            "connection",
            "keep-alive",
            "proxy-connection",
            "transfer-encoding",
            "upgrade",
            "te",
            "http2-settings");

    private Http2RequestHead() {}

    /** @throws IllegalArgumentException when the method or a name is no token, or a value or the target has controls */
    static Http2Headers of(HttpRequest request, String scheme) {
        HttpHeaders from = request.headers();
        Http2Headers to = new DefaultHttp2Headers(false, from.size() + 4);
        String authority = from.get(HttpHeaderNames.HOST, "");
        to.method(checked(":method", request.method().asciiName()))
                .scheme(scheme)
                .authority(checked(":authority", authority))
                .path(checked(":path", request.uri()));
        if (request.method().name().indexOf(' ') >= 0 || request.uri().isEmpty()) {
            throw new IllegalArgumentException("request line (expected: a token and a target)");
        }
        copy(from, to);
        if (GrpcStatus.isGrpc(from.get(HttpHeaderNames.CONTENT_TYPE))) {
            // Its servers ask for it. It is true of us, and was taken out with what is meant for one connection.
            to.set(HttpHeaderNames.TE, HttpHeaderValues.TRAILERS);
        }
        return to;
    }

    /** @throws IllegalArgumentException as for heads */
    static Http2Headers trailers(HttpHeaders trailers) {
        Http2Headers to = new DefaultHttp2Headers(false, trailers.size());
        copy(trailers, to);
        return to;
    }

    private static void copy(HttpHeaders from, Http2Headers to) {
        for (Iterator<Map.Entry<CharSequence, CharSequence>> fields = from.iteratorCharSequence(); fields.hasNext(); ) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            String name = field.getKey().toString().toLowerCase(Locale.ROOT);
            if (!FieldSyntax.isLowerCaseToken(name)) {
                throw new IllegalArgumentException("field name (expected: a token)");
            }
            if (!LEFT_OUT.contains(name)) {
                to.add(name, checked(name, field.getValue()));
            }
        }
    }

    private static CharSequence checked(String name, CharSequence value) {
        if (!FieldSyntax.isValue(value)) {
            throw new IllegalArgumentException(name + " (expected: neither controls nor blanks around)");
        }
        return value;
    }
}
