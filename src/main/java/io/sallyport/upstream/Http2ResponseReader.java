package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.Http2Headers;
import io.sallyport.http1.DecoderLimits;
import io.sallyport.http1.FieldSyntax;
import io.sallyport.http1.MalformedMessage;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns what comes on a stream into the messages that the decoder of HTTP/1 makes, and is as strict: what passes here can
 * be written as HTTP/1 without changing its meaning (RFC 9113 sections 8.1, 8.2 and 8.3.2).
 */
final class Http2ResponseReader {

    private static final HttpVersion HTTP_2 = new HttpVersion("HTTP", 2, 0, true);
    private static final long NOT_SAID = -1;

    /** Fields of one connection, which HTTP/2 has no use for (RFC 9113 section 8.2.2). */
    private static final Set<String> FORBIDDEN =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private final HttpMethod asked;
    private boolean headSeen;
    private boolean bodiless;
    private long length = NOT_SAID;
    private long received;

    /** @param asked the request's method: it decides whether the response has a body */
    Http2ResponseReader(HttpMethod asked) {
        this.asked = asked;
    }

    /** A block of fields: an HttpResponse, a LastHttpContent for trailers, or a MalformedMessage. */
    Object fields(Http2Headers fields, boolean last) {
        return headSeen ? trailers(fields, last) : head(fields, last);
    }

    private Object head(Http2Headers fields, boolean last) {
        int code = status(fields);
        if (code < 100 || code == 101) {
            return malformed(code == 101 ? "status 101, which HTTP/2 has not" : "no status of three digits");
        }
        HttpHeaders headers =
                DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
        String objection = copy(fields, headers, false);
        if (objection != null) {
            return malformed(objection);
        }
        if (code < 200) {
            return last ? malformed("an interim response is the last") : response(code, headers);
        }
        headSeen = true;
        bodiless = code == 204 || code == 304 || HttpMethod.HEAD.equals(asked);
        objection = readLength(headers);
        if (objection == null && last) {
            objection = shortfall();
        }
        return objection == null ? response(code, headers) : malformed(objection);
    }

    private static DefaultHttpResponse response(int code, HttpHeaders headers) {
        return new DefaultHttpResponse(HTTP_2, HttpResponseStatus.valueOf(code), headers);
    }

    private static int status(Http2Headers fields) {
        List<CharSequence> all = fields.getAll(Http2Headers.PseudoHeaderName.STATUS.value());
        if (all.size() != 1 || all.getFirst().length() != 3) {
            return 0;
        }
        int code = 0;
        for (int index = 0; index < 3; index++) {
            char digit = all.getFirst().charAt(index);
            if (digit < '0' || digit > '9') {
                return 0;
            }
            code = code * 10 + digit - '0';
        }
        return code;
    }

    private @Nullable String readLength(HttpHeaders headers) {
        List<String> all = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (all.isEmpty()) {
            return null;
        }
        String text = all.getFirst();
        boolean digits = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (!digits || all.size() > 1) {
            return "Content-Length not one number";
        }
        length = Long.parseLong(text);
        return null;
    }

    private @Nullable String shortfall() {
        return !bodiless && length != NOT_SAID && length != received ? "body shorter than Content-Length" : null;
    }

    private Object trailers(Http2Headers fields, boolean last) {
        if (!last) {
            return malformed("fields in the middle of the body");
        }
        HttpHeaders headers = DefaultHttpHeadersFactory.trailersFactory()
                .withValidation(false)
                .newHeaders();
        String objection = copy(fields, headers, true);
        if (objection == null) {
            objection = shortfall();
        }
        if (objection != null) {
            return malformed(objection);
        }
        return headers.isEmpty() ? LastHttpContent.EMPTY_LAST_CONTENT : new Trailers(headers);
    }

    /** A piece of the body, an HttpContent or the LastHttpContent; or a MalformedMessage. Ownership passes, and back. */
    Object body(ByteBuf data, boolean last) {
        received += data.readableBytes();
        String objection = null;
        if (!headSeen) {
            objection = "a body before the head";
        } else if (bodiless && received > 0) {
            objection = "a body where there is none";
        } else if (length != NOT_SAID && received > length) {
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

    /** Copies what may stand there; returns what speaks against it. */
    private static @Nullable String copy(Http2Headers from, HttpHeaders to, boolean trailers) {
        int count = 0;
        for (Map.Entry<CharSequence, CharSequence> field : from) {
            String name = field.getKey().toString();
            if (!name.isEmpty() && name.charAt(0) == ':') {
                if (trailers || !name.equals(":status")) {
                    return "pseudo-field out of place";
                }
                continue;
            }
            String objection = objection(name, field.getValue());
            if (objection == null && ++count > DecoderLimits.DEFAULT.fields()) {
                objection = "too many fields";
            }
            if (objection != null) {
                return objection;
            }
            if (!trailers || FieldSyntax.isTrailer(name)) {
                to.add(name, field.getValue().toString());
            }
        }
        return null;
    }

    private static @Nullable String objection(String name, CharSequence value) {
        if (!FieldSyntax.isLowerCaseToken(name)) {
            return "field name not a token in lower case";
        }
        if (FORBIDDEN.contains(name)) {
            return "a field of the connection";
        }
        return FieldSyntax.isValue(value) ? null : "control character in a field value";
    }

    private static MalformedMessage malformed(String reason) {
        return new MalformedMessage(502, reason);
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
