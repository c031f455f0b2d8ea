package io.sallyport.upstream;

import java.time.Duration;

/**
 * The bounds of the far side that no Istio resource sets.
 *
 * @param dnsTimeout how long one look-up may take in all, at least 1 ms; a server that does not answer is asked again,
 *     or the next one, every third of it. Default 5 s; then {@code DNS_TIMEOUT}
 * @param dnsMinTtl the shortest time an answer is kept, whatever its TTL. Default 1 s
 * @param dnsMaxTtl the longest time an answer is kept, whatever its TTL. Default 5 min
 * @param dnsNegativeTtl how long {@code NXDOMAIN} and empty answers are kept. Default 2 s. Other failures are not kept
 * @param dnsCacheEntries names kept an event loop, 1 or more; the oldest goes first. Default 4096
 * @param maxIdlePerAddress unused connections kept an event loop, cluster and address; 0 keeps none. Default 1024
 * @param maxIdle unused connections kept an event loop; 0 keeps none. Default 4096
 * @param streamIdleTimeout how long a request may see no byte go or come; zero means for ever. Time in which the client
 *     is too slow to take the response does not count. Default 5 min (Envoy's {@code stream_idle_timeout}); then {@code
 *     UPSTREAM_IDLE}
 * @param staleAfter how long a connection must have been unused for its closing, when a request is sent on it, to count
 *     as the server's end of patience and not as an answer; the request is then sent again. Default 1 s
 */
public record UpstreamSettings(
        Duration dnsTimeout,
        Duration dnsMinTtl,
        Duration dnsMaxTtl,
        Duration dnsNegativeTtl,
        int dnsCacheEntries,
        int maxIdlePerAddress,
        int maxIdle,
        Duration streamIdleTimeout,
        Duration staleAfter) {

    public static final UpstreamSettings DEFAULT = new UpstreamSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofSeconds(2),
            4096,
            1024,
            4096,
            Duration.ofMinutes(5),
            Duration.ofSeconds(1));

    public UpstreamSettings {
        atLeast("dnsTimeout in ms", dnsTimeout.toMillis(), 1);
        atLeast("dnsMinTtl in ms", dnsMinTtl.toMillis(), 0);
        atLeast("dnsMaxTtl in ms", dnsMaxTtl.toMillis(), dnsMinTtl.toMillis());
        atLeast("dnsNegativeTtl in ms", dnsNegativeTtl.toMillis(), 0);
        atLeast("dnsCacheEntries", dnsCacheEntries, 1);
        atLeast("maxIdlePerAddress", maxIdlePerAddress, 0);
        atLeast("maxIdle", maxIdle, 0);
        atLeast("streamIdleTimeout in ms", streamIdleTimeout.toMillis(), 0);
        atLeast("staleAfter in ms", staleAfter.toMillis(), 0);
    }

    /** The same with another time after which an unused connection may be stale. */
    public UpstreamSettings withStaleAfter(Duration other) {
        return new UpstreamSettings(
                dnsTimeout,
                dnsMinTtl,
                dnsMaxTtl,
                dnsNegativeTtl,
                dnsCacheEntries,
                maxIdlePerAddress,
                maxIdle,
                streamIdleTimeout,
                other);
    }

    private static void atLeast(String name, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: >= " + least + ")");
        }
    }
}
