package io.sallyport.policy;

import java.time.Duration;
import java.util.List;

/**
 * Where a request goes once routed: the endpoints of one port of a service, and the bounds on connections to them.
 *
 * @param name as Envoy names it: {@code outbound|80||www.ecb.europa.eu}, {@code PassthroughCluster}
 * @param service the listed host; {@link #PASSTHROUGH} for an unlisted one let through
 * @param discovery how endpoints become addresses
 * @param endpoints empty for {@link Discovery#REQUESTED}
 * @param port the port connected to under {@link Discovery#REQUESTED}; 0 means the port that was asked for
 * @param listedAddresses address ranges the entry lists, which the address guard lets pass
 * @param connectTimeout for one address (Istio: {@code connectionPool.tcp.connectTimeout}, default 10 s)
 * @param idleTimeout how long an unused upstream connection is kept (Istio: {@code connectionPool.http.idleTimeout},
 *     default 1 h); zero means until the upstream closes it
 */
public record Cluster(
        String name,
        Service service,
        Discovery discovery,
        List<Endpoint> endpoints,
        int port,
        List<AddressRange> listedAddresses,
        Duration connectTimeout,
        Duration idleTimeout) {

    /** How a cluster's endpoints become addresses (Istio: {@code ServiceEntry.resolution}). */
    public enum Discovery {
        /** Endpoints are addresses. */
        STATIC,
        /** Endpoints are names, resolved by us, every address checked. */
        DNS,
        /**
         * The name or address the request asked for: wildcard hosts and listed addresses of resolution NONE (Istio:
         * NONE, DYNAMIC_DNS), and what ALLOW_ANY lets through.
         */
        REQUESTED
    }

    public static final Duration DEFAULT_CONNECT_TIMEOUT = Duration.ofSeconds(10);
    public static final Duration DEFAULT_IDLE_TIMEOUT = Duration.ofHours(1);

    /** The cluster of hosts that no entry lists, under {@link OutboundPolicy#ALLOW_ANY}. */
    public static final Cluster PASSTHROUGH = new Cluster(
            "PassthroughCluster",
            new Service("PassthroughCluster", "", "", "", List.of()),
            Discovery.REQUESTED,
            List.of(),
            0,
            List.of(),
            DEFAULT_CONNECT_TIMEOUT,
            DEFAULT_IDLE_TIMEOUT);

    public Cluster {
        endpoints = List.copyOf(endpoints);
        listedAddresses = List.copyOf(listedAddresses);
    }

    /** Whether this is {@link #PASSTHROUGH}. */
    @SuppressWarnings("ReferenceEquality") // there is one, and another like it would not be it
    public boolean isPassthrough() {
        return this == PASSTHROUGH;
    }
}
