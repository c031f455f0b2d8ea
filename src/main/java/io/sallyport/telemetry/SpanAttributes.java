package io.sallyport.telemetry;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.RequestHead;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The attributes of OpenTelemetry's stable HTTP conventions, and how they are filled. */
final class SpanAttributes {

    static final AttributeKey<String> METHOD = stringKey("http.request.method");
    static final AttributeKey<String> METHOD_ORIGINAL = stringKey("http.request.method_original");
    static final AttributeKey<Long> RESEND_COUNT = longKey("http.request.resend_count");
    static final AttributeKey<Long> STATUS_CODE = longKey("http.response.status_code");
    static final AttributeKey<String> SERVER_ADDRESS = stringKey("server.address");
    static final AttributeKey<Long> SERVER_PORT = longKey("server.port");
    static final AttributeKey<String> CLIENT_ADDRESS = stringKey("client.address");
    static final AttributeKey<String> PEER_ADDRESS = stringKey("network.peer.address");
    static final AttributeKey<Long> PEER_PORT = longKey("network.peer.port");
    static final AttributeKey<String> PROTOCOL_VERSION = stringKey("network.protocol.version");
    static final AttributeKey<String> URL_FULL = stringKey("url.full");
    static final AttributeKey<String> URL_PATH = stringKey("url.path");
    static final AttributeKey<String> URL_QUERY = stringKey("url.query");
    static final AttributeKey<String> URL_SCHEME = stringKey("url.scheme");
    static final AttributeKey<String> ERROR_TYPE = stringKey("error.type");
    static final AttributeKey<String> USER_AGENT = stringKey("user_agent.original");
    /** Where a tunnel leads: its span is the caller's, whose peer is the caller. The name is Envoy's. */
    static final AttributeKey<String> UPSTREAM_ADDRESS = stringKey("upstream_address");
    /** Of the configuration that decided. */
    static final AttributeKey<Long> GENERATION = longKey("sallyport.generation");
    /** Bytes of a tunnel from and to the caller: no convention has a name for them. */
    static final AttributeKey<Long> TUNNEL_RECEIVED = longKey("sallyport.tunnel.received_bytes");

    static final AttributeKey<Long> TUNNEL_SENT = longKey("sallyport.tunnel.sent_bytes");

    private static final Set<String> METHODS =
            Set.of("GET", "HEAD", "POST", "PUT", "DELETE", "CONNECT", "OPTIONS", "TRACE", "PATCH", "QUERY");

    private static final Map<Outcome, String> ERROR_TYPES = new EnumMap<>(Outcome.class);

    static {
        for (Outcome outcome : Outcome.values()) {
            ERROR_TYPES.put(outcome, outcome.name().toLowerCase(Locale.ROOT));
        }
    }

    private SpanAttributes() {}

    /** A span's name: few must there be, so neither a path nor a method the caller made up. */
    static String spanName(RequestHead head) {
        return METHODS.contains(head.method()) ? head.method() : "HTTP";
    }

    /** What server and client spans share. */
    static void common(Span span, RequestHead head) {
        if (METHODS.contains(head.method())) {
            span.setAttribute(METHOD, head.method());
        } else {
            span.setAttribute(METHOD, "_OTHER").setAttribute(METHOD_ORIGINAL, head.method());
        }
        span.setAttribute(SERVER_ADDRESS, head.host());
        span.setAttribute(SERVER_PORT, (long) head.port());
    }

    static void path(Span span, String pathAndQuery) {
        int query = pathAndQuery.indexOf('?');
        if (query < 0) {
            span.setAttribute(URL_PATH, pathAndQuery);
        } else {
            span.setAttribute(URL_PATH, pathAndQuery.substring(0, query));
            span.setAttribute(URL_QUERY, UrlRedaction.secrets(pathAndQuery).substring(query + 1));
        }
    }

    /** {@code url.full}, built from its checked parts, so that no user and password can be in it. */
    static String fullUrl(RequestHead head) {
        String host = head.host().indexOf(':') < 0 ? head.host() : "[" + head.host() + "]";
        boolean usual = head.port() == (head.scheme().equals("https") ? 443 : 80);
        String path = head.path().startsWith("/") ? UrlRedaction.secrets(head.path()) : "";
        return head.scheme() + "://" + host + (usual ? "" : ":" + head.port()) + path;
    }

    /** Host and port, as a CONNECT names its target. */
    static String target(RequestHead head) {
        String host = head.host();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + head.port();
    }

    static void userAgent(Span span, RequestHead head) {
        String value = head.header("user-agent");
        if (value != null) {
            span.setAttribute(USER_AGENT, BoundedText.of(value));
        }
    }

    static void upstream(Span span, @Nullable InetSocketAddress address) {
        if (address != null && address.getAddress() != null) {
            span.setAttribute(UPSTREAM_ADDRESS, SocketText.of(address));
        }
    }

    static void peer(Span span, @Nullable SocketAddress peer) {
        if (peer instanceof InetSocketAddress inet && inet.getAddress() != null) {
            span.setAttribute(PEER_ADDRESS, inet.getAddress().getHostAddress());
            span.setAttribute(PEER_PORT, (long) inet.getPort());
        }
    }

    /** Who calls: the peer itself, since what a caller says of others in a header is not believed. */
    static void client(Span span, SocketAddress client) {
        if (client instanceof InetSocketAddress inet && inet.getAddress() != null) {
            span.setAttribute(CLIENT_ADDRESS, inet.getAddress().getHostAddress());
        }
    }

    /** {@code error.type}: our own reason where there is one, else the status. */
    static String errorType(@Nullable Outcome outcome, int status) {
        return outcome == null || outcome == Outcome.COMPLETED
                ? Integer.toString(status)
                : ERROR_TYPES.getOrDefault(outcome, "_OTHER");
    }
}
