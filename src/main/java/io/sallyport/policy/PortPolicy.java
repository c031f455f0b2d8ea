package io.sallyport.policy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What applies to one port of a host.
 *
 * @param port the listed port; for a host only a VirtualService names, an HTTP port of that number
 * @param routes for requests, tried in order, first match wins; empty means there is no VirtualService
 * @param tunnelRoutes for tunnels, likewise
 * @param unrouted what is decided without a VirtualService; null for a host only a VirtualService names
 * @param tunnel what the first bytes of tunnels have to be; null asks nothing
 * @param tunnelTimeout {@link Decision.Forward#timeout} of tunnels; null means none
 */
public record PortPolicy(
        ServicePort port,
        List<HttpRoute> routes,
        List<TunnelRoute> tunnelRoutes,
        Decision.@Nullable Forward unrouted,
        @Nullable TunnelRules tunnel,
        @Nullable Duration tunnelTimeout) {

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

    /** With nothing said of tunnels' first bytes and of their time. */
    public PortPolicy(
            ServicePort port,
            List<HttpRoute> routes,
            List<TunnelRoute> tunnelRoutes,
            Decision.@Nullable Forward unrouted) {
        this(port, routes, tunnelRoutes, unrouted, null, null);
    }

    private static Decision.@Nullable Forward unrouted(
            ServicePort port, @Nullable Cluster cluster, RetryPolicy defaultRetries) {
        RetryPolicy retries = port.isRead() ? defaultRetries : RetryPolicy.NONE;
        return cluster == null ? null : new Decision.Forward(cluster, null, null, retries);
    }

    /** Where what no VirtualService routes goes; null for a host only a VirtualService names. */
    public @Nullable Cluster cluster() {
        return unrouted == null ? null : unrouted.cluster();
    }

    /** The same with other routes for requests. */
    public PortPolicy withRoutes(List<HttpRoute> others) {
        return new PortPolicy(port, others, tunnelRoutes, unrouted, tunnel, tunnelTimeout);
    }

    /** The same with other routes for tunnels. */
    public PortPolicy withTunnelRoutes(List<TunnelRoute> others) {
        return new PortPolicy(port, routes, others, unrouted, tunnel, tunnelTimeout);
    }

    /** The same, where what no VirtualService routes goes elsewhere. */
    public PortPolicy withUnrouted(Decision.@Nullable Forward other) {
        return new PortPolicy(port, routes, tunnelRoutes, other, tunnel, tunnelTimeout);
    }

    /** The same with other rules for the first bytes of tunnels. */
    public PortPolicy withTunnel(@Nullable TunnelRules other) {
        return new PortPolicy(port, routes, tunnelRoutes, unrouted, other, tunnelTimeout);
    }

    /** The same with another bound on tunnels' time. */
    public PortPolicy withTunnelTimeout(@Nullable Duration other) {
        return new PortPolicy(port, routes, tunnelRoutes, unrouted, tunnel, other);
    }

    /** What a route or the lack of one decides of a tunnel, with what the port says of all of them. */
    Decision tunnelled(Decision decision) {
        return decision instanceof Decision.Forward to && (tunnel != null || tunnelTimeout != null)
                ? new Decision.Forward(to.cluster(), to.route(), tunnelTimeout, to.retries(), to.treatment(), tunnel)
                : decision;
    }
}
