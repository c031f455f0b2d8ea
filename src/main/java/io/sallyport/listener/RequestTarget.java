package io.sallyport.listener;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.policy.RequestHead.Form;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** Tells the four forms of a request-target apart and reads them strictly (RFC 9112 section 3.2). */
final class RequestTarget {

    private static final String ASTERISK = "*";

    private RequestTarget() {}

    /** Reads what the request asks for, which is a port that it names itself. */
    static ReadHead read(HttpRequest request, @Nullable InnerOrigin origin) {
        return read(request, 0, origin);
    }

    /**
     * Reads what the request asks for.
     *
     * @param port the one that a request in origin-form asks for, whatever its Host says; 0: what its Host says
     * @param origin for whom the tunnel is that the request came in; null where it came in none
     */
    static ReadHead read(HttpRequest request, int port, @Nullable InnerOrigin origin) {
        Iterator<? extends CharSequence> hosts = request.headers().valueCharSequenceIterator(HttpHeaderNames.HOST);
        String host = hosts.hasNext() ? hosts.next().toString() : null;
        if (hosts.hasNext()) {
            return new HeadRefusal(400, "more than one Host field");
        }
        if (host == null && !HttpVersion.HTTP_1_0.equals(request.protocolVersion())) {
            return new HeadRefusal(400, "no Host field");
        }
        String target = request.uri();
        if (!isVisible(target)) {
            return new HeadRefusal(400, "the request-target has a fragment, a space or a control character");
        }
        if (HttpMethod.CONNECT.equals(request.method())) {
            if (origin != null) {
                return new HeadRefusal(400, "CONNECT inside a tunnel whose requests are read");
            }
            return authorityForm(request, target, host);
        }
        String scheme = origin == null ? "http" : origin.scheme();
        if (target.startsWith("/")) {
            return originForm(request, scheme, target, host, port);
        }
        if (target.equals(ASTERISK)) {
            return HttpMethod.OPTIONS.equals(request.method())
                    ? originForm(request, scheme, target, host, port)
                    : new HeadRefusal(400, "the request-target * is for OPTIONS");
        }
        return absoluteForm(request, target, host);
    }

    private static ReadHead originForm(
            HttpRequest request, String scheme, String target, @Nullable String host, int port) {
        Authority authority = host == null ? null : Authority.parse(host);
        if (authority == null) {
            return new HeadRefusal(400, "the Host field names no valid host");
        }
        return port == 0
                ? head(request, scheme, authority, target)
                : new ClientRequestHead(request, Form.HTTP, scheme, authority, port, target);
    }

    private static ReadHead absoluteForm(HttpRequest request, String target, @Nullable String host) {
        int schemeEnd = target.indexOf("://");
        if (schemeEnd <= 0) {
            return new HeadRefusal(400, "the request-target is neither a path nor an absolute URI");
        }
        String scheme = scheme(target, schemeEnd);
        if (scheme == null) {
            return new HeadRefusal(400, "the request-target's scheme is neither http nor https");
        }
        int start = schemeEnd + 3;
        int end = authorityEnd(target, start);
        Authority authority = Authority.parse(target.substring(start, end));
        if (authority == null) {
            return new HeadRefusal(400, "the request-target names no valid host, or has user information");
        }
        if (!isAcceptable(host, authority)) {
            return new HeadRefusal(400, "the Host field names no valid host");
        }
        return head(request, scheme, authority, path(request, target, end));
    }

    private static ReadHead authorityForm(HttpRequest request, String target, @Nullable String host) {
        Authority authority = Authority.parse(target);
        if (authority == null || authority.port() == Authority.NO_PORT) {
            return new HeadRefusal(400, "CONNECT needs host:port");
        }
        if (!isAcceptable(host, authority)) {
            return new HeadRefusal(400, "the Host field names no valid host");
        }
        return new ClientRequestHead(request, Form.TUNNEL, "https", authority, authority.port(), "");
    }

    private static ReadHead head(HttpRequest request, String scheme, Authority authority, String path) {
        int defaultPort = scheme.equals("http") ? 80 : 443;
        int port = authority.port() == Authority.NO_PORT ? defaultPort : authority.port();
        return new ClientRequestHead(request, Form.HTTP, scheme, authority, port, path);
    }

    /** Beside a target with its own authority, Host is ignored (section 3.2.2) but must still be one or empty. */
    private static boolean isAcceptable(@Nullable String host, Authority authority) {
        return host == null || host.isEmpty() || host.equals(authority.written()) || Authority.parse(host) != null;
    }

    private static @Nullable String scheme(String target, int length) {
        if (length == 4 && target.regionMatches(true, 0, "http", 0, 4)) {
            return "http";
        }
        return length == 5 && target.regionMatches(true, 0, "https", 0, 5) ? "https" : null;
    }

    private static int authorityEnd(String target, int start) {
        for (int i = start; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c == '/' || c == '?') {
                return i;
            }
        }
        return target.length();
    }

    private static String path(HttpRequest request, String target, int start) {
        if (start == target.length()) {
            return HttpMethod.OPTIONS.equals(request.method()) ? ASTERISK : "/";
        }
        String path = target.substring(start);
        return path.charAt(0) == '/' ? path : "/" + path;
    }

    private static boolean isVisible(String target) {
        for (int i = 0; i < target.length(); i++) {
            char c = target.charAt(i);
            if (c <= 0x20 || c == 0x7f || c == '#') {
                return false;
            }
        }
        return !target.isEmpty();
    }
}
