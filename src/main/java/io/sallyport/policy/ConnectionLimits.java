package io.sallyport.policy;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Bounds on the connections and requests to one cluster (Istio: {@code TrafficPolicy.connectionPool}). {@link
 * #UNLIMITED} stands for no bound, which is Istio's default for all counts.
 *
 * @param connectTimeout for one address; default 10 s
 * @param idleTimeout how long an unused connection is kept (Istio: {@code http.idleTimeout}, default 1 h); zero means
 *     until the upstream closes it
 * @param tunnelIdleTimeout how long a tunnel may be silent (Istio: {@code tcp.idleTimeout}); zero means for ever, null
 *     the listener's own bound
 * @param maxConnections connections at a time (Istio: {@code tcp.maxConnections})
 * @param maxConnectionDuration how long a connection may live (Istio: {@code tcp.maxConnectionDuration}); null means for
 *     ever
 * @param keepalive the operating system's probes; null means its defaults
 * @param maxPendingRequests requests that may wait for a connection (Istio: {@code http.http1MaxPendingRequests})
 * @param maxRequests requests in flight at a time (Istio: {@code http.http2MaxRequests}, which bounds HTTP/1.1, too)
 * @param maxRequestsPerConnection requests after which a connection is closed; 1 means no keep-alive
 * @param maxRetries retries in flight at a time (Istio: {@code http.maxRetries})
 */
public record ConnectionLimits(
        Duration connectTimeout,
        Duration idleTimeout,
        @Nullable Duration tunnelIdleTimeout,
        int maxConnections,
        @Nullable Duration maxConnectionDuration,
        @Nullable Keepalive keepalive,
        int maxPendingRequests,
        int maxRequests,
        int maxRequestsPerConnection,
        int maxRetries) {

    /** No bound. */
    public static final int UNLIMITED = Integer.MAX_VALUE;

    /** What applies where no DestinationRule says otherwise. */
    public static final ConnectionLimits DEFAULT = of(Cluster.DEFAULT_CONNECT_TIMEOUT, Cluster.DEFAULT_IDLE_TIMEOUT);

    /** Only timeouts. */
    public static ConnectionLimits of(Duration connectTimeout, Duration idleTimeout) {
        return new ConnectionLimits(
                connectTimeout, idleTimeout, null, UNLIMITED, null, null, UNLIMITED, UNLIMITED, UNLIMITED, UNLIMITED);
    }

    /**
     * Probes of a silent connection (Istio: {@code tcp.tcpKeepalive}).
     *
     * @param probes unanswered ones until it counts as dead; 0 means the system's default
     * @param time silence before the first; null means the system's default
     * @param interval between them; null means the system's default
     */
    public record Keepalive(
            int probes, @Nullable Duration time, @Nullable Duration interval) {}
}
