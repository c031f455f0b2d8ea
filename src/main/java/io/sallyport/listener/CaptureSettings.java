package io.sallyport.listener;

import java.time.Duration;

/**
 * How connections are taken that were meant for somebody else. A value out of range throws {@link
 * IllegalArgumentException}.
 *
 * @param patience how long the client may say nothing before the server is taken to speak first, as with MySQL and SMTP;
 *     then the original address alone says where it goes. Ports listed by address as raw TCP do not wait. Default 300 ms
 * @param httpPort the port asked for by an HTTP request whose original destination is not known and whose Host names
 *     none, 1 to 65535. Default 80
 * @param tlsPort the port asked for by TLS whose original destination is not known, 1 to 65535. Default 443
 * @param transparent whether the socket may take connections for foreign addresses, as TPROXY brings them; needs Linux
 *     and the capability NET_ADMIN. Default false
 */
public record CaptureSettings(Duration patience, int httpPort, int tlsPort, boolean transparent) {

    public static final CaptureSettings DEFAULTS = new CaptureSettings(Duration.ofMillis(300), 80, 443, false);

    public CaptureSettings {
        if (patience.isNegative() || patience.isZero()) {
            throw new IllegalArgumentException("patience: " + patience + " (expected: > 0)");
        }
        requirePort("httpPort", httpPort);
        requirePort("tlsPort", tlsPort);
    }

    public CaptureSettings withTransparent(boolean other) {
        return new CaptureSettings(patience, httpPort, tlsPort, other);
    }

    private static void requirePort(String name, int port) {
        if (port < 1 || port > 65_535) {
            throw new IllegalArgumentException(name + ": " + port + " (expected: 1 to 65535)");
        }
    }
}
