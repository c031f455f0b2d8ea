package io.sallyport.http2;

import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Headers;
import io.sallyport.http1.FieldSyntax;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A request's head as HTTP/1 has it. The target is a path where the scheme is the connection's own, else an absolute URI;
 * Host is what {@code :authority} says; Transfer-Encoding says that a body of unknown length comes.
 */
final class RequestHead {

    private static final HttpVersion HTTP_2 = new HttpVersion("HTTP", 2, 0, true);
    private static final Set<String> PSEUDO = Set.of(":method", ":scheme", ":authority", ":path");
    private static final long NOT_SAID = -1;
    private static final int LONGEST_TARGET = 8192;

    private final boolean secured;
    private final Map<String, String> pseudo = HashMap.newHashMap(4);
    private final HttpHeaders headers =
            DefaultHttpHeadersFactory.headersFactory().withValidation(false).newHeaders();
    private String target = "";
    private long length = NOT_SAID;

    RequestHead(boolean secured) {
        this.secured = secured;
    }

    boolean hasLength() {
        return length != NOT_SAID;
    }

    /** What Content-Length says; of no meaning without one. */
    long length() {
        return length;
    }

    HttpRequest request() {
        return new DefaultHttpRequest(HTTP_2, HttpMethod.valueOf(pseudo(":method")), target, headers);
    }

    /** Reads it; returns what speaks against it. */
    @Nullable
    String read(Http2Headers fields, boolean last) {
        String objection = readPseudo(fields);
        if (objection == null) {
            objection = RequestFields.copyHead(fields, headers);
        }
        if (objection == null) {
            objection = settleHost();
        }
        if (objection == null) {
            objection = isConnect() ? authorityForm(last) : pathForm();
        }
        return objection == null ? settleLength(last) : objection;
    }

    private @Nullable String readPseudo(Http2Headers fields) {
        for (Map.Entry<CharSequence, CharSequence> field : fields) {
            String name = field.getKey().toString();
            if (!RequestFields.isPseudo(name)) {
                continue;
            }
            if (!PSEUDO.contains(name)) {
                return "unknown pseudo-field";
            }
            if (pseudo.put(name, field.getValue().toString()) != null) {
                return "a pseudo-field twice";
            }
        }
        if (!FieldSyntax.isLowerCaseToken(pseudo(":method").toLowerCase(Locale.ROOT))) {
            return "no valid :method";
        }
        return null;
    }

    /** One authority, said once or twice alike (RFC 9113 section 8.3.1). */
    private @Nullable String settleHost() {
        List<String> hosts = headers.getAll(HttpHeaderNames.HOST);
        String authority = pseudo.get(":authority");
        if (hosts.size() > 1) {
            return "several Host fields";
        }
        if (authority == null && hosts.isEmpty()) {
            return "neither :authority nor Host";
        }
        if (authority == null) {
            return null;
        }
        if (!hosts.isEmpty() && !hosts.getFirst().equalsIgnoreCase(authority)) {
            return ":authority and Host are not the same";
        }
        if (authority.isEmpty() || !isTarget(authority)) {
            return "no valid :authority";
        }
        headers.set(HttpHeaderNames.HOST, authority);
        return null;
    }

    private boolean isConnect() {
        return pseudo(":method").equals("CONNECT");
    }

    private @Nullable String authorityForm(boolean last) {
        if (pseudo.containsKey(":scheme") || pseudo.containsKey(":path") || !pseudo.containsKey(":authority")) {
            return "CONNECT has :authority, and neither :scheme nor :path";
        }
        if (last || headers.contains(HttpHeaderNames.CONTENT_LENGTH)) {
            return "CONNECT that could carry nothing";
        }
        target = pseudo(":authority");
        return null;
    }

    private @Nullable String pathForm() {
        String path = pseudo(":path");
        String scheme = pseudo(":scheme");
        boolean asterisk = path.equals("*") && pseudo(":method").equals("OPTIONS");
        if (!asterisk && !path.startsWith("/")) {
            return "no valid :path";
        }
        if (!isTarget(path) || path.length() > LONGEST_TARGET) {
            return ":path with a character that no target has, or too long";
        }
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return ":scheme neither http nor https";
        }
        boolean own = scheme.equals(secured ? "https" : "http");
        String rest = asterisk ? "" : path;
        target = own ? path : scheme + "://" + headers.get(HttpHeaderNames.HOST) + rest;
        return null;
    }

    private @Nullable String settleLength(boolean last) {
        List<String> all = headers.getAll(HttpHeaderNames.CONTENT_LENGTH);
        if (all.isEmpty()) {
            if (!last && !isConnect()) {
                headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
            }
            return null;
        }
        String text = all.getFirst();
        boolean digits = !text.isEmpty() && text.length() <= 18 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        if (all.size() > 1 || !digits) {
            return "Content-Length not one number";
        }
        length = Long.parseLong(text);
        return last && length > 0 ? "body shorter than Content-Length" : null;
    }

    private String pseudo(String name) {
        return pseudo.getOrDefault(name, "");
    }

    private static boolean isTarget(String text) {
        return text.chars().allMatch(c -> c > 0x20 && c < 0x7f && c != '#');
    }
}
