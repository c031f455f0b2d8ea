package io.sallyport.admin;

import io.sallyport.policy.IpLiteral;
import io.vertx.core.Handler;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.HostAndPort;
import io.vertx.ext.web.RoutingContext;
import java.net.InetAddress;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Keeps web pages of others off the admin port. A page that leads its own name to 127.0.0.1 (DNS rebinding) is told by
 * its {@code Host}; one that posts to us from elsewhere by {@code Origin} and {@code Sec-Fetch-Site}. What we answer may
 * load nothing from elsewhere, run no script within the page, and be framed by nobody.
 */
final class AdminGuard implements Handler<RoutingContext> {

    static final String CONTENT_SECURITY_POLICY = "default-src 'self'; img-src 'self' data:; base-uri 'none';"
            + " form-action 'self'; frame-ancestors 'none'; object-src 'none'";

    @Override
    public void handle(RoutingContext context) {
        context.response()
                .putHeader("content-security-policy", CONTENT_SECURITY_POLICY)
                .putHeader("x-frame-options", "DENY")
                .putHeader("x-content-type-options", "nosniff")
                .putHeader("referrer-policy", "no-referrer")
                .putHeader("cross-origin-resource-policy", "same-origin")
                .putHeader("cache-control", "no-store");
        HttpServerRequest request = context.request();
        HostAndPort asked = request.authority();
        if (asked == null || !isOurs(asked.host(), request)) {
            refuse(
                    context,
                    421,
                    "The admin port answers to localhost, to loopback addresses and to the address it was reached"
                            + " at. It was asked for as another host, as a web page would that leads its own name here"
                            + " (DNS rebinding).");
        } else if (!isSameOrigin(request, asked)) {
            refuse(
                    context,
                    403,
                    "The admin port takes requests of its own pages, and of clients that are no browsers. This one was"
                            + " sent by a page of another origin.");
        } else {
            context.next();
        }
    }

    private static boolean isOurs(String host, HttpServerRequest request) {
        String bare = bare(host);
        if (bare.equals("localhost")) {
            return true;
        }
        InetAddress address = IpLiteral.parse(bare);
        return address != null && (address.isLoopbackAddress() || address.equals(boundTo(request)));
    }

    private static @Nullable InetAddress boundTo(HttpServerRequest request) {
        return request.localAddress() == null
                ? null
                : IpLiteral.parse(bare(request.localAddress().hostAddress()));
    }

    private static String bare(String host) {
        String bare = host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
        return bare.toLowerCase(Locale.ROOT);
    }

    private static boolean isSameOrigin(HttpServerRequest request, HostAndPort asked) {
        String origin = request.getHeader("origin");
        if (origin != null && !origin.equalsIgnoreCase(request.scheme() + "://" + asked)) {
            return false;
        }
        // A link from elsewhere may lead here; nothing from elsewhere may change anything.
        String site = request.getHeader("sec-fetch-site");
        boolean reads = request.method().equals(HttpMethod.GET) || request.method().equals(HttpMethod.HEAD);
        return reads || site == null || site.equals("same-origin") || site.equals("none");
    }

    private static void refuse(RoutingContext context, int status, String why) {
        context.response().setStatusCode(status).putHeader("content-type", "text/plain; charset=utf-8");
        context.end(why + "\n");
    }
}
