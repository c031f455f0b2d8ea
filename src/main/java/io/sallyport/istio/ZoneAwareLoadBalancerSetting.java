package io.sallyport.istio;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Preference for the caller's own zone (Istio {@code ZoneAwareLoadBalancerSetting}).
 *
 * @param minClusterSize endpoints below which zones do not count, 1 or more
 */
public record ZoneAwareLoadBalancerSetting(
        Where where,
        @Nullable Boolean enabled,
        List<LocalityLoadBalancerSetting.Failover> failover,
        List<String> failoverPriority,
        @Nullable Long minClusterSize) {
    public ZoneAwareLoadBalancerSetting {
        failover = List.copyOf(failover);
        failoverPriority = List.copyOf(failoverPriority);
    }
}
