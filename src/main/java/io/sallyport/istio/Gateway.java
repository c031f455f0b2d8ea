package io.sallyport.istio;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A proxy at the edge of the mesh and the hosts it serves (Istio {@code networking.istio.io Gateway}).
 *
 * @param selector labels of the proxies that serve as the gateway
 */
public record Gateway(Where where, Metadata metadata, Map<String, String> selector, List<Server> servers)
        implements Resource {
    /** The Kubernetes kind of these resources. */
    public static final String KIND = "Gateway";

    public Gateway {
        selector = Copies.inOrder(selector);
        servers = List.copyOf(servers);
    }

    /**
     * One port of a gateway and the hosts served on it.
     *
     * @param bind IP address or {@code unix://} path to listen on
     * @param hosts names, perhaps after a namespace and a slash; a leading {@code *.} allowed
     * @param defaultEndpoint reserved by Istio
     */
    public record Server(
            Where where,
            ListenerPort port,
            @Nullable String bind,
            List<String> hosts,
            @Nullable ServerTlsSettings tls,
            @Nullable String defaultEndpoint,
            @Nullable String name) {
        public Server {
            hosts = List.copyOf(hosts);
        }
    }
}
