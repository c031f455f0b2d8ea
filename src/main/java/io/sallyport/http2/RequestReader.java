package io.sallyport.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Headers;
import io.sallyport.http1.MalformedMessage;
import org.jspecify.annotations.Nullable;

/**
 * Turns what comes on a stream into the messages that the decoder of HTTP/1 makes: an HttpRequest, any number of
 * HttpContent, a LastHttpContent; or a {@link MalformedMessage}, after which the stream is to be reset (RFC 9113 section
 * 8.1.1). What passes here can be written as HTTP/1 without changing its meaning.
 */
public final class RequestReader {

    private final boolean secured;
    private @Nullable RequestHead head;
    private long received;

    /** @param secured whether the client speaks TLS with us, so that {@code https} is the connection's own scheme */
    public RequestReader(boolean secured) {
        this.secured = secured;
    }

    /** A block of fields: an HttpRequest first, then a LastHttpContent for trailers; or a MalformedMessage. */
    public Object fields(Http2Headers fields, boolean last) {
        if (head != null) {
            return trailers(fields, last);
        }
        RequestHead read = new RequestHead(secured);
        String objection = read.read(fields, last);
        if (objection != null) {
            return malformed(objection);
        }
        head = read;
        return read.request();
    }

    private Object trailers(Http2Headers fields, boolean last) {
        if (!last) {
            return malformed("fields in the middle of the body");
        }
        HttpHeaders kept = DefaultHttpHeadersFactory.trailersFactory()
                .withValidation(false)
                .newHeaders();
        String objection = RequestFields.copyTrailers(fields, kept);
        if (objection == null) {
            objection = shortfall();
        }
        if (objection != null) {
            return malformed(objection);
        }
        return kept.isEmpty() ? LastHttpContent.EMPTY_LAST_CONTENT : new Trailers(kept);
    }

    /** A piece of the body: an HttpContent, or the LastHttpContent; or a MalformedMessage. Ownership passes, and back. */
    public Object body(ByteBuf data, boolean last) {
        received += data.readableBytes();
        String objection = null;
        if (head == null) {
            objection = "a body before the head";
        } else if (head.hasLength() && received > head.length()) {
            objection = "body longer than Content-Length";
        } else if (last) {
            objection = shortfall();
        }
        if (objection != null) {
            data.release();
            return malformed(objection);
        }
        return last ? new DefaultLastHttpContent(data, false) : new DefaultHttpContent(data);
    }

    private @Nullable String shortfall() {
        RequestHead read = head;
        return read != null && read.hasLength() && read.length() != received
                ? "body shorter than Content-Length"
                : null;
    }

    private static MalformedMessage malformed(String reason) {
        return new MalformedMessage(400, reason);
    }

    private static final class Trailers extends DefaultLastHttpContent {
        private final HttpHeaders fields;

        Trailers(HttpHeaders fields) {
            super(Unpooled.EMPTY_BUFFER, false);
            this.fields = fields;
        }

        @Override
        public HttpHeaders trailingHeaders() {
            return fields;
        }
    }
}
