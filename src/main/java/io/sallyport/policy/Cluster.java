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
 * @param settings how its connections are made and bounded
 */
public record Cluster(
        String name,
        Service service,
        Discovery discovery,
        List<Endpoint> endpoints,
        int port,
        List<AddressRange> listedAddresses,
        ClusterSettings settings) {

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
            ClusterSettings.DEFAULT);

    public Cluster {
        endpoints = List.copyOf(endpoints);
        listedAddresses = List.copyOf(listedAddresses);
    }

    /** A cluster with no other settings than these timeouts. */
    public Cluster(
            String name,
            Service service,
            Discovery discovery,
            List<Endpoint> endpoints,
            int port,
            List<AddressRange> listedAddresses,
            Duration connectTimeout,
            Duration idleTimeout) {
        this(
                name,
                service,
                discovery,
                endpoints,
                port,
                listedAddresses,
                ClusterSettings.with(ConnectionLimits.of(connectTimeout, idleTimeout)));
    }

    /** For one address. */
    public Duration connectTimeout() {
        return settings.limits().connectTimeout();
    }

    /** How long an unused connection is kept; zero means until the upstream closes it. */
    public Duration idleTimeout() {
        return settings.limits().idleTimeout();
    }

    /** Whether this is {@link #PASSTHROUGH}. */
    @SuppressWarnings("ReferenceEquality") // there is one, and another like it would not be it
    public boolean isPassthrough() {
        return this == PASSTHROUGH;
    }
}
