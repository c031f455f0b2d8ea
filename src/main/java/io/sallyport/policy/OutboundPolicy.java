package io.sallyport.policy;

/** What happens to a host that no ServiceEntry lists (Istio: {@code outboundTrafficPolicy.mode}). */
public enum OutboundPolicy {
    /** Only listed hosts and ports are reachable. Sallyport's default. */
    REGISTRY_ONLY,
    /** Unlisted hosts are let through and counted as {@code PassthroughCluster}. */
    ALLOW_ANY
}
