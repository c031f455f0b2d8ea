package io.sallyport.compile;

import io.sallyport.istio.ClientTlsSettings;
import io.sallyport.istio.ConnectionPoolSettings;
import io.sallyport.istio.LoadBalancerSettings;
import io.sallyport.istio.OutlierDetection;
import io.sallyport.istio.TrafficPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What a DestinationRule says about one port, of all endpoints or of a subset.
 *
 * <p>Istio's two rules: a subset takes over what it does not say itself; a port-level block replaces load balancer,
 * connection pool, outlier detection and TLS whole, so that what it leaves out has its default again.
 */
record EffectivePolicy(
        @Nullable LoadBalancerSettings loadBalancer,
        @Nullable ConnectionPoolSettings connectionPool,
        @Nullable OutlierDetection outlierDetection,
        @Nullable ClientTlsSettings tls,
        TrafficPolicy.@Nullable TunnelSettings tunnel,
        TrafficPolicy.@Nullable ProxyProtocol proxyProtocol,
        TrafficPolicy.@Nullable RetryBudget retryBudget) {

    /** Nothing is said. */
    static final EffectivePolicy NONE = new EffectivePolicy(null, null, null, null, null, null, null);

    /** This, where the policy does not say otherwise for the port. */
    EffectivePolicy with(@Nullable TrafficPolicy policy, int port) {
        if (policy == null) {
            return this;
        }
        EffectivePolicy merged = new EffectivePolicy(
                policy.loadBalancer() == null ? loadBalancer : policy.loadBalancer(),
                policy.connectionPool() == null ? connectionPool : policy.connectionPool(),
                policy.outlierDetection() == null ? outlierDetection : policy.outlierDetection(),
                policy.tls() == null ? tls : policy.tls(),
                policy.tunnel() == null ? tunnel : policy.tunnel(),
                policy.proxyProtocol() == null ? proxyProtocol : policy.proxyProtocol(),
                policy.retryBudget() == null ? retryBudget : policy.retryBudget());
        for (TrafficPolicy.PortTrafficPolicy level : policy.portLevelSettings()) {
            if (level.port() != null
                    && level.port().number() != null
                    && level.port().number() == port) {
                return new EffectivePolicy(
                        level.loadBalancer(),
                        level.connectionPool(),
                        level.outlierDetection(),
                        level.tls(),
                        merged.tunnel,
                        merged.proxyProtocol,
                        merged.retryBudget);
            }
        }
        return merged;
    }

    /** The same with other settings for TLS. */
    @SuppressWarnings("ReferenceEquality") // mostly they are the very same
    EffectivePolicy withTls(@Nullable ClientTlsSettings other) {
        return other == tls
                ? this
                : new EffectivePolicy(
                        loadBalancer, connectionPool, outlierDetection, other, tunnel, proxyProtocol, retryBudget);
    }

    /** Whether it asks for a connection of a kind that is not made here; another kind would be worse than none. */
    boolean isRefused() {
        return (tunnel != null && asksByPost(tunnel)) || UpstreamTlsCompiler.refuses(tls);
    }

    /** Whether the proxy is to be asked by POST, which is not done: bytes would have to go as a body. */
    static boolean asksByPost(TrafficPolicy.TunnelSettings tunnel) {
        return "POST".equals(tunnel.protocol());
    }

    /** Whether TLS is begun here. */
    boolean originatesTls() {
        return tls != null && UpstreamTlsCompiler.originates(tls);
    }
}
