package io.sallyport.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What applies to one port of a host.
 *
 * @param port the listed port; for a host only a VirtualService names, an HTTP port of that number
 * @param routes tried in order, first match wins; empty means there is no VirtualService
 * @param cluster where requests go without a VirtualService, and all tunnels; null for a host only a VirtualService
 *     names
 * @param defaultRetries how requests without a VirtualService are retried
 */
public record PortPolicy(
        ServicePort port, List<HttpRoute> routes, @Nullable Cluster cluster, RetryPolicy defaultRetries) {

    public PortPolicy {
        routes = List.copyOf(routes);
    }
}
