package io.sallyport.istio;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Bounds on connections and requests (Istio {@code ConnectionPoolSettings}). */
public record ConnectionPoolSettings(
        Where where, @Nullable TcpSettings tcp, @Nullable HttpSettings http) {
    /**
     * Bounds for TCP; integers are any 32-bit integer as written.
     *
     * @param idleTimeout may be zero, which means none
     */
    public record TcpSettings(
            Where where,
            @Nullable Integer maxConnections,
            @Nullable Duration connectTimeout,
            @Nullable TcpKeepalive tcpKeepalive,
            @Nullable Duration maxConnectionDuration,
            @Nullable Duration idleTimeout) {}

    /**
     * Operating-system probes of idle connections.
     *
     * @param probes 0 to 4294967295
     */
    public record TcpKeepalive(
            Where where,
            @Nullable Long probes,
            @Nullable Duration time,
            @Nullable Duration interval) {}

    /** Bounds for HTTP; integers are any 32-bit integer as written. */
    public record HttpSettings(
            Where where,
            @Nullable Integer http1MaxPendingRequests,
            @Nullable Integer http2MaxRequests,
            @Nullable Integer maxRequestsPerConnection,
            @Nullable Integer maxRetries,
            @Nullable Duration idleTimeout,
            @Nullable H2UpgradePolicy h2UpgradePolicy,
            @Nullable Boolean useClientProtocol,
            @Nullable Integer maxConcurrentStreams,
            @Nullable Http2KeepAlive http2KeepAlive) {}

    /** Whether HTTP/1.1 is upgraded to HTTP/2 towards the server. */
    public enum H2UpgradePolicy {
        DEFAULT,
        DO_NOT_UPGRADE,
        UPGRADE
    }

    /** HTTP/2 PING frames that keep a connection known to be alive. */
    public record Http2KeepAlive(
            Where where,
            @Nullable Duration interval,
            @Nullable Duration timeout) {}
}
