package io.sallyport.istio;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Connection handling for a host or a subset (Istio {@code TrafficPolicy}). */
public record TrafficPolicy(
        Where where,
        @Nullable LoadBalancerSettings loadBalancer,
        @Nullable ConnectionPoolSettings connectionPool,
        @Nullable OutlierDetection outlierDetection,
        @Nullable ClientTlsSettings tls,
        List<PortTrafficPolicy> portLevelSettings,
        @Nullable TunnelSettings tunnel,
        @Nullable ProxyProtocol proxyProtocol,
        @Nullable RetryBudget retryBudget) {
    public TrafficPolicy {
        portLevelSettings = List.copyOf(portLevelSettings);
    }

    /** Connection handling for one port, replacing the rest (Istio {@code PortTrafficPolicy}). */
    public record PortTrafficPolicy(
            Where where,
            @Nullable PortSelector port,
            @Nullable LoadBalancerSettings loadBalancer,
            @Nullable ConnectionPoolSettings connectionPool,
            @Nullable OutlierDetection outlierDetection,
            @Nullable ClientTlsSettings tls) {}

    /**
     * A proxy to tunnel through.
     *
     * @param protocol {@code CONNECT} or {@code POST}, as written
     * @param targetPort 0 to 4294967295 by type
     */
    public record TunnelSettings(Where where, @Nullable String protocol, String targetHost, long targetPort) {}

    /** PROXY protocol towards the server. */
    public record ProxyProtocol(Where where, @Nullable Version version) {
        /** Version of the PROXY protocol. */
        public enum Version {
            V1,
            V2
        }
    }

    /**
     * A bound on retries in relation to requests.
     *
     * @param percent 0 to 100
     * @param minRetryConcurrency 0 to 4294967295
     */
    public record RetryBudget(
            Where where,
            @Nullable Double percent,
            @Nullable Duration budgetInterval,
            @Nullable Long minRetryConcurrency) {}
}
