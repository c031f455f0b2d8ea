package io.sallyport.upstream;

import java.time.Duration;

/**
 * The bounds of the far side that no Istio resource sets.
 *
 * @param dns how names are asked for, and how long answers are kept
 * @param attemptDelay how long a connection to one of a name's addresses may take before one to the next is begun
 *     beside it; at least 10 ms, or zero for one after the other. Default 250 ms (RFC 8305 section 5, which asks for 100
 *     ms to 2 s and forbids less than 10 ms)
 * @param maxIdlePerAddress unused connections kept an event loop, cluster and address; 0 keeps none. Default 1024
 * @param maxIdle unused connections kept an event loop; 0 keeps none. Default 4096
 * @param streamIdleTimeout how long a request may see no byte go or come; zero means for ever. Time in which the client
 *     is too slow to take the response does not count. Default 5 min (Envoy's {@code stream_idle_timeout}); then {@code
 *     UPSTREAM_IDLE}
 * @param staleAfter how long a connection must have been unused for its closing, when a request is sent on it, to count
 *     as the server's end of patience and not as an answer; the request is then sent again. Default 1 s
 */
public record UpstreamSettings(
        DnsSettings dns,
        Duration attemptDelay,
        int maxIdlePerAddress,
        int maxIdle,
        Duration streamIdleTimeout,
        Duration staleAfter) {

    private static final int LEAST_ATTEMPT_DELAY_MILLIS = 10;

    public static final UpstreamSettings DEFAULT = new UpstreamSettings(
            DnsSettings.DEFAULT, Duration.ofMillis(250), 1024, 4096, Duration.ofMinutes(5), Duration.ofSeconds(1));

    public UpstreamSettings {
        if (!attemptDelay.isZero()) {
            atLeast("attemptDelay in ms", attemptDelay.toMillis(), LEAST_ATTEMPT_DELAY_MILLIS);
        }
        atLeast("maxIdlePerAddress", maxIdlePerAddress, 0);
        atLeast("maxIdle", maxIdle, 0);
        atLeast("streamIdleTimeout in ms", streamIdleTimeout.toMillis(), 0);
        atLeast("staleAfter in ms", staleAfter.toMillis(), 0);
    }

    /** The same with another time after which an unused connection may be stale. */
    public UpstreamSettings withStaleAfter(Duration other) {
        return new UpstreamSettings(dns, attemptDelay, maxIdlePerAddress, maxIdle, streamIdleTimeout, other);
    }

    static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
    }
}
