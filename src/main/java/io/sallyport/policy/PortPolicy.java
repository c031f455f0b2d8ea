package io.sallyport.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What applies to one port of a host.
 *
 * @param port the listed port; for a host only a VirtualService names, an HTTP port of that number
 * @param routes for requests, tried in order, first match wins; empty means there is no VirtualService
 * @param tunnelRoutes for tunnels, likewise
 * @param unrouted what is decided without a VirtualService; null for a host only a VirtualService names
 */
public record PortPolicy(
        ServicePort port, List<HttpRoute> routes, List<TunnelRoute> tunnelRoutes, Decision.@Nullable Forward unrouted) {

    public PortPolicy {
        routes = List.copyOf(routes);
        tunnelRoutes = List.copyOf(tunnelRoutes);
    }

    /**
     * Without routes for tunnels.
     *
     * @param cluster where what no VirtualService routes goes; null for a host only a VirtualService names
     * @param defaultRetries how requests without a VirtualService are retried; a tunnel never is
     */
    public PortPolicy(ServicePort port, List<HttpRoute> routes, @Nullable Cluster cluster, RetryPolicy defaultRetries) {
        this(port, routes, List.of(), unrouted(port, cluster, defaultRetries));
    }

    private static Decision.@Nullable Forward unrouted(
            ServicePort port, @Nullable Cluster cluster, RetryPolicy defaultRetries) {
        RetryPolicy retries = port.protocol().isHttp() ? defaultRetries : RetryPolicy.NONE;
        return cluster == null ? null : new Decision.Forward(cluster, null, null, retries);
    }

    /** Where what no VirtualService routes goes; null for a host only a VirtualService names. */
    public @Nullable Cluster cluster() {
        return unrouted == null ? null : unrouted.cluster();
    }

    /** The same with other routes for requests. */
    public PortPolicy withRoutes(List<HttpRoute> others) {
        return new PortPolicy(port, others, tunnelRoutes, unrouted);
    }

    /** The same with other routes for tunnels. */
    public PortPolicy withTunnelRoutes(List<TunnelRoute> others) {
        return new PortPolicy(port, routes, others, unrouted);
    }

    /** The same, where what no VirtualService routes goes elsewhere. */
    public PortPolicy withUnrouted(Decision.@Nullable Forward other) {
        return new PortPolicy(port, routes, tunnelRoutes, other);
    }
}
