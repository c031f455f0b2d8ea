package io.sallyport.http2;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.util.AsciiString;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;

/**
 * Words a response for HTTP/2 (RFC 9113 section 8.3.2): names in lower case, without the reason and all that is about the
 * connection or the framing of HTTP/1.
 */
public final class ResponseFields {

    private static final Set<AsciiString> LEFT_OUT = Set.of(
            AsciiString.of("connection"),
            AsciiString.of("keep-alive"),
            AsciiString.of("proxy-connection"),
            AsciiString.of("transfer-encoding"),
            AsciiString.of("upgrade"));

    private ResponseFields() {}

    /** A response's head. */
    public static Http2Headers head(HttpResponse response) {
        Http2Headers to = new DefaultHttp2Headers(false, response.headers().size() + 1);
        to.status(response.status().codeAsText());
        copy(response.headers(), to);
        return to;
    }

    /** The fields after a body. */
    public static Http2Headers trailers(HttpHeaders trailers) {
        Http2Headers to = new DefaultHttp2Headers(false, trailers.size());
        copy(trailers, to);
        return to;
    }

    private static void copy(HttpHeaders from, Http2Headers to) {
        for (Iterator<Map.Entry<CharSequence, CharSequence>> fields = from.iteratorCharSequence(); fields.hasNext(); ) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            AsciiString name = AsciiString.of(field.getKey()).toLowerCase();
            if (!LEFT_OUT.contains(name)) {
                to.add(name, trimmed(field.getValue()));
            }
        }
    }

    /** Blanks at the ends, which a route may have added, mean nothing in HTTP/1 and break a response here (8.2.1). */
    private static CharSequence trimmed(CharSequence value) {
        int length = value.length();
        boolean clean = length == 0 || (value.charAt(0) > ' ' && value.charAt(length - 1) > ' ');
        return clean ? value : value.toString().strip();
    }
}
