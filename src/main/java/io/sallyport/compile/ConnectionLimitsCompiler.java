package io.sallyport.compile;

import io.sallyport.istio.ConnectionPoolSettings;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.ConnectionLimits;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Turns {@code connectionPool} into bounds, with Istio's defaults. */
final class ConnectionLimitsCompiler {

    private ConnectionLimitsCompiler() {}

    static ConnectionLimits compile(@Nullable ConnectionPoolSettings pool) {
        if (pool == null) {
            return ConnectionLimits.DEFAULT;
        }
        ConnectionPoolSettings.TcpSettings tcp = pool.tcp();
        ConnectionPoolSettings.HttpSettings http = pool.http();
        return new ConnectionLimits(
                or(tcp == null ? null : tcp.connectTimeout(), Cluster.DEFAULT_CONNECT_TIMEOUT),
                or(http == null ? null : http.idleTimeout(), Cluster.DEFAULT_IDLE_TIMEOUT),
                tcp == null ? null : tcp.idleTimeout(),
                bound(tcp == null ? null : tcp.maxConnections()),
                tcp == null ? null : tcp.maxConnectionDuration(),
                keepalive(tcp == null ? null : tcp.tcpKeepalive()),
                bound(http == null ? null : http.http1MaxPendingRequests()),
                bound(http == null ? null : http.http2MaxRequests()),
                bound(http == null ? null : http.maxRequestsPerConnection()),
                bound(http == null ? null : http.maxRetries()));
    }

    /** In Istio zero means that nothing is said, as does a negative count. */
    private static int bound(@Nullable Integer written) {
        return written == null || written <= 0 ? ConnectionLimits.UNLIMITED : written;
    }

    private static Duration or(@Nullable Duration written, Duration otherwise) {
        return written == null ? otherwise : written;
    }

    private static ConnectionLimits.@Nullable Keepalive keepalive(
            ConnectionPoolSettings.@Nullable TcpKeepalive written) {
        return written == null
                ? null
                : new ConnectionLimits.Keepalive(
                        written.probes() == null ? 0 : (int) Math.min(written.probes(), Integer.MAX_VALUE),
                        written.time(),
                        written.interval());
    }
}
