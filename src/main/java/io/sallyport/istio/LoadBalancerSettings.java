package io.sallyport.istio;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How one of many endpoints is chosen (Istio {@code LoadBalancerSettings}).
 *
 * @param policy one of {@code simple} and {@code consistentHash}
 * @param warmupDurationSecs deprecated form of {@code warmup.duration}
 */
public record LoadBalancerSettings(
        Where where,
        @Nullable Policy policy,
        @Nullable LocalityLoadBalancerSetting localityLbSetting,
        @Nullable ZoneAwareLoadBalancerSetting zoneAwareLbSetting,
        @Nullable Duration warmupDurationSecs,
        @Nullable WarmupConfiguration warmup) {
    /** {@code simple} or {@code consistentHash}. */
    public sealed interface Policy permits Simple, ConsistentHash {
        /** Position of the field that was written. */
        Where where();
    }

    /** {@code simple}. */
    public record Simple(Where where, SimpleLoadBalancer algorithm) implements Policy {}

    /** The algorithms without parameters (Istio {@code SimpleLB}). */
    public enum SimpleLoadBalancer {
        UNSPECIFIED,
        LEAST_CONN,
        RANDOM,
        PASSTHROUGH,
        ROUND_ROBIN,
        LEAST_REQUEST
    }

    /**
     * Slow start of new endpoints.
     *
     * @param duration how long the start lasts
     * @param minimumPercent share at the beginning, 0 to 100
     * @param aggression curve of the rise, 0 or more
     */
    public record WarmupConfiguration(
            Where where,
            Duration duration,
            @Nullable Double minimumPercent,
            @Nullable Double aggression) {}
}
