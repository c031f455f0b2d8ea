package io.sallyport.http2;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http2.Http2Headers;
import io.sallyport.http1.DecoderLimits;
import io.sallyport.http1.FieldSyntax;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The fields of a request, but for those that begin with a colon (RFC 9113 section 8.2). */
final class RequestFields {

    /** Fields of one connection, which HTTP/2 has no use for (section 8.2.2). */
    private static final Set<String> FORBIDDEN =
            Set.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");

    private RequestFields() {}

    /** Copies a head's fields; returns what speaks against them. */
    static @Nullable String copyHead(Http2Headers from, HttpHeaders to) {
        StringBuilder cookies = null;
        int count = 0;
        for (Map.Entry<CharSequence, CharSequence> field : from) {
            String name = field.getKey().toString();
            if (isPseudo(name)) {
                continue;
            }
            String value = field.getValue().toString();
            String objection = objection(name, value);
            if (objection != null) {
                return objection;
            }
            if (name.equals("cookie")) {
                // One field may come in pieces, to be compressed better; for HTTP/1 it is one (section 8.2.3).
                cookies = cookies == null
                        ? new StringBuilder(value)
                        : cookies.append("; ").append(value);
            } else if (++count > DecoderLimits.DEFAULT.fields()) {
                return "too many fields";
            } else {
                to.add(name, value);
            }
        }
        if (cookies != null) {
            to.set(HttpHeaderNames.COOKIE, cookies.toString());
        }
        return null;
    }

    /** Copies the trailers that may pass; returns what speaks against them all. */
    static @Nullable String copyTrailers(Http2Headers from, HttpHeaders to) {
        int count = 0;
        for (Map.Entry<CharSequence, CharSequence> field : from) {
            String name = field.getKey().toString();
            String value = field.getValue().toString();
            String objection = isPseudo(name) ? "pseudo-field in the trailers" : objection(name, value);
            if (objection == null && ++count > DecoderLimits.DEFAULT.fields()) {
                objection = "too many trailer fields";
            }
            if (objection != null) {
                return objection;
            }
            if (FieldSyntax.isTrailer(name)) {
                to.add(name, value);
            }
        }
        return null;
    }

    static boolean isPseudo(String name) {
        return !name.isEmpty() && name.charAt(0) == ':';
    }

    private static @Nullable String objection(String name, String value) {
        if (!FieldSyntax.isLowerCaseToken(name)) {
            return "field name not a token in lower case";
        }
        if (FORBIDDEN.contains(name)) {
            return "a field of the connection";
        }
        if (name.equals("te") && !value.equals("trailers")) {
            return "TE other than trailers";
        }
        return FieldSyntax.isValue(value) ? null : "a field value with a control character, or blanks around it";
    }
}
