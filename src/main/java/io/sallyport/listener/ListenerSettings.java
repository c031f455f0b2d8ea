package io.sallyport.listener;

import java.time.Duration;

/**
 * The listener's bounds. {@link #DEFAULTS} suits most; a value out of range throws {@link IllegalArgumentException}.
 *
 * @param pseudonym our name in {@code Via} and {@code Proxy-Status}: letters, digits, {@code -}, {@code .}, {@code _},
 *     first a letter. Two proxies in a row need two names, or the second takes the first for a loop (RFC 9110 section
 *     7.6.3). Default {@code sallyport}
 * @param denialStatus the status of a denial by policy: 403, or 502 as Istio has it. Default 403
 * @param maxConnections open client connections; above it requests are answered 503 and the connection is closed.
 *     Default 65,536
 * @param headerTimeout from the first byte of a head to its last, then 408 (RFC 9110 section 15.5.9). Default 10 s
 * @param idleTimeout how long a connection is kept without a request; closed in silence. Default 1 h, as in Envoy
 * @param stallTimeout how long a client may neither send more of a body it owes nor take more of a response. Default 5
 *     min
 * @param tunnelIdleTimeout how long a tunnel may carry nothing in either direction. Default 1 h, as in Envoy
 * @param tunnelHalfCloseTimeout the same, once one side has closed its half (RFC 9110 section 9.3.6). Default 5 min
 * @param tunnelMaxDuration how long a tunnel may last; zero means for ever. Default zero
 * @param halfCloseGrace how long an answer is awaited after the client closed its half of the connection, which looks
 *     the same as a client that is gone; then the upstream call is cancelled. Zero cancels at once. Default 1 s
 * @param lingerTimeout how long a closed connection is read on, so that the client can read our last answer before it
 *     is reset (RFC 9112 section 9.6). Default 2 s
 * @param maxDiscardedBytes how much of a body nobody wants is read to keep the connection. Default 64 KiB
 * @param maxStreams requests at a time on one connection of HTTP/2; a client that begins more gets REFUSED_STREAM, and
 *     may repeat it (RFC 9113 section 5.1.2). Default 100, the least that the RFC recommends
 */
public record ListenerSettings(
        String pseudonym,
        int denialStatus,
        int maxConnections,
        Duration headerTimeout,
        Duration idleTimeout,
        Duration stallTimeout,
        Duration tunnelIdleTimeout,
        Duration tunnelHalfCloseTimeout,
        Duration tunnelMaxDuration,
        Duration halfCloseGrace,
        Duration lingerTimeout,
        long maxDiscardedBytes,
        int maxStreams) {

    public static final ListenerSettings DEFAULTS = new ListenerSettings(
            "sallyport",
            403,
            65_536,
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            Duration.ofHours(1),
            Duration.ofMinutes(5),
            Duration.ZERO,
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            65_536,
            100);

    public ListenerSettings {
        require(isName(pseudonym), "pseudonym", pseudonym, "a letter, then letters, digits, - . _");
        require(denialStatus == 403 || denialStatus == 502, "denialStatus", denialStatus, "403 or 502");
        require(maxConnections > 0, "maxConnections", maxConnections, "> 0");
        require(isPositive(headerTimeout), "headerTimeout", headerTimeout, "> 0");
        require(isPositive(idleTimeout), "idleTimeout", idleTimeout, "> 0");
        require(isPositive(stallTimeout), "stallTimeout", stallTimeout, "> 0");
        require(isPositive(tunnelIdleTimeout), "tunnelIdleTimeout", tunnelIdleTimeout, "> 0");
        require(isPositive(tunnelHalfCloseTimeout), "tunnelHalfCloseTimeout", tunnelHalfCloseTimeout, "> 0");
        require(!tunnelMaxDuration.isNegative(), "tunnelMaxDuration", tunnelMaxDuration, ">= 0");
        require(!halfCloseGrace.isNegative(), "halfCloseGrace", halfCloseGrace, ">= 0");
        require(isPositive(lingerTimeout), "lingerTimeout", lingerTimeout, "> 0");
        require(maxDiscardedBytes >= 0, "maxDiscardedBytes", maxDiscardedBytes, ">= 0");
        require(maxStreams > 0, "maxStreams", maxStreams, "> 0");
    }

    public ListenerSettings withPseudonym(String name) {
        return new ListenerSettings(
                name,
                denialStatus,
                maxConnections,
                headerTimeout,
                idleTimeout,
                stallTimeout,
                tunnelIdleTimeout,
                tunnelHalfCloseTimeout,
                tunnelMaxDuration,
                halfCloseGrace,
                lingerTimeout,
                maxDiscardedBytes,
                maxStreams);
    }

    public ListenerSettings withDenialStatus(int status) {
        return new ListenerSettings(
                pseudonym,
                status,
                maxConnections,
                headerTimeout,
                idleTimeout,
                stallTimeout,
                tunnelIdleTimeout,
                tunnelHalfCloseTimeout,
                tunnelMaxDuration,
                halfCloseGrace,
                lingerTimeout,
                maxDiscardedBytes,
                maxStreams);
    }

    private static boolean isPositive(Duration duration) {
        return duration.compareTo(Duration.ZERO) > 0;
    }

    private static boolean isName(String text) {
        // What is a token for Via (RFC 9110 section 5.6.2) and for Proxy-Status (RFC 8941 section 3.3.4) alike.
        if (text.isEmpty() || !Character.isLetter(text.charAt(0))) {
            return false;
        }
        return text.chars()
                .allMatch(c -> c < 0x80 && (Character.isLetterOrDigit(c) || c == '-' || c == '.' || c == '_'));
    }

    private static void require(boolean valid, String name, Object value, String expected) {
        if (!valid) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
        }
    }
}
