package io.sallyport.upstream;

import java.time.Duration;

/**
 * How names are asked for, and how long what was said of them is believed.
 *
 * <p>The floor and the cap of TTLs keep two extremes away: a TTL of 0 would put a question before every request, and one
 * of a day would keep sending requests to where a service was before it moved. Envoy's DNS cache has a floor, too
 * ({@code dns_min_refresh_rate}, 5 s); RFC 8767 section 4 caps at seven days, for resolvers that serve a whole network.
 *
 * @param timeout how long one look-up may take in all, at least 1 ms; a server that does not answer is asked again, or
 *     the next one, every third of it. Default 5 s, as Envoy's {@code dns_query_timeout}; then {@code DNS_TIMEOUT}
 * @param minTtl the shortest time addresses are kept, whatever their TTL. Default 1 s
 * @param maxTtl the longest time addresses are kept, whatever their TTL; at least {@code minTtl}. Default 5 min
 * @param negativeTtl the longest time {@code NXDOMAIN} and empty answers are kept: the lesser of it and of what the
 *     zone's SOA says counts (RFC 2308 section 5), but never less than {@code failureTtl}. Default 5 s, since who just
 *     added a name does not like to wait
 * @param failureTtl how long a failure to get an answer, such as {@code SERVFAIL} or silence, is kept, and an absence
 *     that came without an SOA. Default 1 s, the least that RFC 9520 section 3.2 allows
 * @param staleFor how long after their TTL the last good addresses are used where a new look-up fails (RFC 8767); zero
 *     means never. Default 1 h: the RFC's one to three days suit resolvers, but an address in a cloud belongs to somebody
 *     else before long
 * @param staleAfter how long a request waits for a new answer where there is such an old one, at least 1 ms. Default
 *     1.8 s (RFC 8767 section 5, the client response timer)
 * @param cacheEntries names kept for all event loops together, 1 or more; one not asked for lately goes first. Default
 *     4096 (Envoy's {@code max_hosts}: 1024)
 */
public record DnsSettings(
        Duration timeout,
        Duration minTtl,
        Duration maxTtl,
        Duration negativeTtl,
        Duration failureTtl,
        Duration staleFor,
        Duration staleAfter,
        int cacheEntries) {

    public static final DnsSettings DEFAULT = new DnsSettings(
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofMinutes(5),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1),
            Duration.ofHours(1),
            Duration.ofMillis(1800),
            4096);

    public DnsSettings {
        UpstreamSettings.atLeast("dns timeout in ms", timeout.toMillis(), 1);
        UpstreamSettings.atLeast("dns minTtl in ms", minTtl.toMillis(), 0);
        UpstreamSettings.atLeast("dns maxTtl in ms", maxTtl.toMillis(), minTtl.toMillis());
        UpstreamSettings.atLeast("dns failureTtl in ms", failureTtl.toMillis(), 0);
        UpstreamSettings.atLeast("dns negativeTtl in ms", negativeTtl.toMillis(), failureTtl.toMillis());
        UpstreamSettings.atLeast("dns staleFor in ms", staleFor.toMillis(), 0);
        UpstreamSettings.atLeast("dns staleAfter in ms", staleAfter.toMillis(), 1);
        UpstreamSettings.atLeast("dns cacheEntries", cacheEntries, 1);
    }

    /** How long the answer is kept. */
    Duration ttl(DnsAnswer answer) {
        if (answer.isPositive()) {
            return between(minTtl, answer.ttlSeconds(), maxTtl);
        }
        return answer.isNegative() ? between(failureTtl, answer.ttlSeconds(), negativeTtl) : failureTtl;
    }

    private static Duration between(Duration least, long seconds, Duration most) {
        return Duration.ofMillis(Math.clamp(seconds * 1000, least.toMillis(), most.toMillis()));
    }
}
