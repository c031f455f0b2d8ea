package io.sallyport.compile;

import io.sallyport.istio.ConnectionPoolSettings;
import io.sallyport.istio.ConnectionPoolSettings.H2UpgradePolicy;
import io.sallyport.istio.ConnectionPoolSettings.Http2KeepAlive;
import io.sallyport.istio.ConnectionPoolSettings.HttpSettings;
import io.sallyport.istio.ConnectionPoolSettings.TcpSettings;
import io.sallyport.istio.Where;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What Istio's admission refuses in connection pool settings. */
final class ConnectionPoolCheck {

    private final ResourceProblems problems;
    private final FieldChecks checks;

    ConnectionPoolCheck(ResourceProblems problems) {
        this.problems = problems;
        this.checks = new FieldChecks(problems);
    }

    void run(@Nullable ConnectionPoolSettings pool) {
        if (pool == null) {
            return;
        }
        if (pool.http() == null && pool.tcp() == null) {
            problems.error(pool.where(), "empty", null, "the connection pool says nothing", "tcp or http");
        }
        if (pool.http() != null) {
            http(pool.http());
        }
        if (pool.tcp() != null) {
            tcp(pool.tcp());
        }
    }

    private void http(HttpSettings http) {
        Where where = http.where();
        checks.notNegative(where.field("http1MaxPendingRequests"), http.http1MaxPendingRequests());
        checks.notNegative(where.field("http2MaxRequests"), http.http2MaxRequests());
        checks.notNegative(where.field("maxRequestsPerConnection"), http.maxRequestsPerConnection());
        checks.notNegative(where.field("maxRetries"), http.maxRetries());
        checks.notNegative(where.field("maxConcurrentStreams"), http.maxConcurrentStreams());
        checks.duration(where.field("idleTimeout"), http.idleTimeout());
        if (http.h2UpgradePolicy() == H2UpgradePolicy.UPGRADE && Boolean.TRUE.equals(http.useClientProtocol())) {
            problems.error(
                    where.field("useClientProtocol"),
                    "conflicting-fields",
                    true,
                    "useClientProtocol and h2UpgradePolicy UPGRADE exclude each other",
                    "one of the two");
        }
        Http2KeepAlive keepAlive = http.http2KeepAlive();
        if (keepAlive != null) {
            required(keepAlive.where().field("interval"), keepAlive.interval());
            required(keepAlive.where().field("timeout"), keepAlive.timeout());
        }
    }

    private void required(Where where, @Nullable Duration duration) {
        if (duration == null) {
            problems.error(where, "missing-field", null, "is required", "a duration of 1ms or more");
        }
        checks.duration(where, duration);
    }

    private void tcp(TcpSettings tcp) {
        Where where = tcp.where();
        checks.notNegative(where.field("maxConnections"), tcp.maxConnections());
        checks.duration(where.field("connectTimeout"), tcp.connectTimeout());
        checks.duration(where.field("maxConnectionDuration"), tcp.maxConnectionDuration());
        Duration idle = tcp.idleTimeout();
        if (idle != null && idle.toMillis() != 0) {
            // Zero turns it off.
            checks.duration(where.field("idleTimeout"), idle);
        }
        if (tcp.tcpKeepalive() != null) {
            checks.duration(
                    tcp.tcpKeepalive().where().field("time"), tcp.tcpKeepalive().time());
            checks.duration(
                    tcp.tcpKeepalive().where().field("interval"),
                    tcp.tcpKeepalive().interval());
        }
    }
}
