package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import javax.net.ssl.SSLContext;

/** The four ways for an app's HTTPS to pass: the one line that its operator writes, and what the app does. */
enum HttpsWay {
    /** The app calls in the clear. */
    ORIGINATE("sallyport.io/https: originate"),

    /** The app's TLS ends at the gateway. */
    INTERCEPT("sallyport.io/https: intercept"),

    /** The app's TLS goes through a CONNECT. */
    TUNNEL("sallyport.io/tunnel-timeout: approximate"),

    /** The app knows of no proxy. */
    CAPTURED("sallyport.io/tunnel-timeout: approximate");

    private final String annotation;

    HttpsWay(String annotation) {
        this.annotation = annotation;
    }

    /** The line that has a route's timeout hold in this way. */
    String annotation() {
        return annotation;
    }

    /** The heading of its column in docs/https.md. */
    String heading() {
        return "`" + name().toLowerCase(Locale.ROOT) + "`";
    }

    /** Whether the gateway reads requests, and speaks TLS to the origin itself. */
    boolean readsRequests() {
        return this == ORIGINATE || this == INTERCEPT;
    }

    /** How many exchanges one request over one connection makes: an intercepted CONNECT is one of its own. */
    int exchanges() {
        return this == INTERCEPT ? 2 : 1;
    }

    /** A connection on which the next request is read by the gateway, or by the origin. */
    RawClient open(RunningGateway gateway, String host, SSLContext trust) {
        return switch (this) {
            case ORIGINATE -> gateway.connect();
            case INTERCEPT, TUNNEL -> {
                RawClient client = gateway.connect();
                assertThat(client.send(connect(host)).readHead().status()).isEqualTo(200);
                yield client.startTls(trust, host);
            }
            case CAPTURED -> gateway.connectCaptured().startTls(trust, host);
        };
    }

    /** A request on such a connection. */
    String get(String host, String path) {
        return request("GET", host, path, "");
    }

    /** The same with another method, and with further header lines, each ended. */
    String request(String method, String host, String path, String lines) {
        String authority = this == ORIGINATE ? host + ":443" : host;
        String target = this == ORIGINATE ? "http://" + authority + path : path;
        return "%s %s HTTP/1.1\r\nHost: %s\r\n%s\r\n".formatted(method, target, authority, lines);
    }

    static String connect(String host) {
        return "CONNECT %1$s:443 HTTP/1.1\r\nHost: %1$s:443\r\n\r\n".formatted(host);
    }
}
