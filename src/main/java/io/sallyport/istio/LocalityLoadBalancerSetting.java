package io.sallyport.istio;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Preference for near endpoints (Istio {@code LocalityLoadBalancerSetting}). */
public record LocalityLoadBalancerSetting(
        Where where,
        List<Distribute> distribute,
        List<Failover> failover,
        List<String> failoverPriority,
        @Nullable Boolean enabled) {
    public LocalityLoadBalancerSetting {
        distribute = List.copyOf(distribute);
        failover = List.copyOf(failover);
        failoverPriority = List.copyOf(failoverPriority);
    }

    /**
     * Shares of traffic by locality.
     *
     * @param to percentage by locality, 0 to 4294967295 by type
     */
    public record Distribute(Where where, @Nullable String from, Map<String, Long> to) {
        public Distribute {
            to = Copies.inOrder(to);
        }
    }

    /** Where traffic goes when a region is down. */
    public record Failover(
            Where where, @Nullable String from, @Nullable String to) {}
}
