package io.sallyport.istio;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Endpoint chosen by a hash of the request (Istio {@code ConsistentHashLB}).
 *
 * @param key what is hashed
 * @param algorithm how the ring is laid out
 * @param minimumRingSize deprecated form of {@code ringHash.minimumRingSize}, 0 or more
 */
public record ConsistentHash(
        Where where,
        @Nullable HashKey key,
        @Nullable HashAlgorithm algorithm,
        @Nullable Long minimumRingSize) implements LoadBalancerSettings.Policy {
    /** What is hashed: one of header, cookie, source address and query parameter. */
    public sealed interface HashKey {
        /** Position of the field that was written. */
        Where where();
    }

    /** {@code httpHeaderName}. */
    public record HttpHeaderName(Where where, String name) implements HashKey {}

    /** {@code useSourceIp}, as written. */
    public record UseSourceIp(Where where, boolean use) implements HashKey {}

    /** {@code httpQueryParameterName}. */
    public record HttpQueryParameterName(Where where, String name) implements HashKey {}

    /**
     * {@code httpCookie}.
     *
     * @param ttl lifetime of a cookie that is made when the caller has none
     */
    public record HttpCookie(
            Where where,
            String name,
            @Nullable String path,
            @Nullable Duration ttl,
            List<Attribute> attributes) implements HashKey {
        public HttpCookie {
            attributes = List.copyOf(attributes);
        }

        /** An attribute of the cookie that is made. */
        public record Attribute(
                Where where, String name, @Nullable String value) {}
    }

    /** How the ring is laid out: one of ring hash and Maglev. */
    public sealed interface HashAlgorithm {
        /** Position of the field that was written. */
        Where where();
    }

    /** {@code ringHash}; size 0 or more. */
    public record RingHash(Where where, @Nullable Long minimumRingSize) implements HashAlgorithm {}

    /** {@code maglev}; size 0 or more. */
    public record Maglev(Where where, @Nullable Long tableSize) implements HashAlgorithm {}
}
