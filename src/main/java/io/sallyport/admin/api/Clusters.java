package io.sallyport.admin.api;

import io.sallyport.policy.Cluster;
import io.sallyport.policy.Decision;
import io.sallyport.policy.HttpRoute;
import io.sallyport.policy.PortPolicy;
import io.sallyport.policy.RouteAction;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.TunnelRoute;
import io.sallyport.policy.VirtualHost;
import io.sallyport.policy.WeightedDestination;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/** Every destination that a configuration, a host or a port may lead to, by name. */
public final class Clusters {

    private Clusters() {}

    /** Those of a whole configuration. */
    public static Collection<Cluster> of(Snapshot snapshot) {
        Map<String, Cluster> found = new TreeMap<>();
        snapshot.hosts().forEach((name, host) -> collect(host, found));
        return found.values();
    }

    /** Those of a host. */
    static Collection<Cluster> of(VirtualHost host) {
        Map<String, Cluster> found = new TreeMap<>();
        collect(host, found);
        return found.values();
    }

    private static void collect(VirtualHost host, Map<String, Cluster> found) {
        for (PortPolicy port : host.ports().values()) {
            Cluster unrouted = port.cluster();
            if (unrouted != null) {
                found.put(unrouted.name(), unrouted);
            }
            for (HttpRoute route : port.routes()) {
                if (route.action() instanceof RouteAction.Send send) {
                    send.destinations().forEach(destination -> collect(destination, found));
                }
            }
            for (TunnelRoute route : port.tunnelRoutes()) {
                route.destinations().forEach(destination -> collect(destination, found));
            }
        }
    }

    private static void collect(WeightedDestination destination, Map<String, Cluster> found) {
        Decision.Forward forward = destination.forward();
        if (forward != null) {
            found.put(forward.cluster().name(), forward.cluster());
        }
    }
}
