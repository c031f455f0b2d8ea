package io.sallyport.policy;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one of a cluster's endpoints is chosen (Istio: {@code TrafficPolicy.loadBalancer}).
 *
 * @param algorithm Istio's default is {@link LeastRequest}
 * @param locality which endpoints come first by where they are; null means all are alike
 * @param warmup how a new endpoint's share grows; null means at once
 */
public record LoadBalancing(
        Algorithm algorithm,
        @Nullable LocalityPreference locality,
        @Nullable Warmup warmup) {

    /** Istio's default. */
    public static final LoadBalancing DEFAULT = new LoadBalancing(new LeastRequest(), null, null);

    /** What chooses. */
    public sealed interface Algorithm {}

    /** Each in turn, by weight. */
    public record RoundRobin() implements Algorithm {}

    /** The less busy of two drawn by weight. */
    public record LeastRequest() implements Algorithm {}

    /** Drawn by weight. */
    public record Random() implements Algorithm {}

    /** The host that was asked for, whatever its endpoints are: the cluster has no others then. */
    public record Passthrough() implements Algorithm {}

    /**
     * The same key leads to the same endpoint while the endpoints stay the same.
     *
     * @param key what is hashed
     * @param tableSize minimum entries of the ring, or entries of the Maglev table
     * @param maglev whether the table is Maglev's instead of a ring
     */
    public record ConsistentHash(HashKey key, int tableSize, boolean maglev) implements Algorithm {}

    /** What of a request is hashed. A request without it goes to a random endpoint. */
    public sealed interface HashKey {
        /** A header's value, by lower-case name. */
        record Header(String name) implements HashKey {}

        /**
         * A cookie's value. With a lifetime, a caller without the cookie is given one.
         *
         * @param ttl null means that none is made; zero makes a session cookie
         * @param attributes further attributes of the one that is made, in order
         */
        record Cookie(
                String name,
                @Nullable String path,
                @Nullable Duration ttl,
                Map<String, String> attributes) implements HashKey {
            public Cookie {
                attributes = Collections.unmodifiableMap(new LinkedHashMap<>(attributes));
            }
        }

        /** The caller's address. */
        record SourceAddress() implements HashKey {}

        /** A query parameter's first value. */
        record QueryParameter(String name) implements HashKey {}
    }

    /**
     * Preference by where endpoints are (Istio: {@code localityLbSetting}), worked out for our own locality.
     *
     * @param groups the group of each endpoint, in the cluster's order; {@link #OUTSIDE} for one that is sent nothing
     * @param shares percent of the requests by group; empty means that a group is a priority, 0 the first, and that the
     *     next one takes what a partly ejected one cannot
     */
    public record LocalityPreference(List<Integer> groups, List<Integer> shares) {

        /** Of no group. */
        public static final int OUTSIDE = -1;

        public LocalityPreference {
            groups = List.copyOf(groups);
            shares = List.copyOf(shares);
        }
    }

    /**
     * Slow start (Istio: {@code warmup}).
     *
     * @param duration from an endpoint's first appearance until it has its whole share
     * @param minimumPercent the share it begins with, 0 to 100; default 10
     * @param aggression the root taken of the time that passed, more than 0; default 1, which is a straight line
     */
    public record Warmup(Duration duration, double minimumPercent, double aggression) {}
}
