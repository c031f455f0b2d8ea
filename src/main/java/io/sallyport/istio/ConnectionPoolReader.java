package io.sallyport.istio;

/** Reads bounds on connections and requests. */
final class ConnectionPoolReader {
    private ConnectionPoolReader() {}

    static ConnectionPoolSettings read(Fields fields) {
        return new ConnectionPoolSettings(
                fields.where(),
                fields.object("tcp", ConnectionPoolReader::tcp),
                fields.object("http", ConnectionPoolReader::http));
    }

    private static ConnectionPoolSettings.TcpSettings tcp(Fields fields) {
        return new ConnectionPoolSettings.TcpSettings(
                fields.where(),
                fields.integer("maxConnections"),
                fields.duration("connectTimeout"),
                fields.object("tcpKeepalive", ConnectionPoolReader::tcpKeepalive),
                fields.duration("maxConnectionDuration"),
                fields.duration("idleTimeout"));
    }

    private static ConnectionPoolSettings.TcpKeepalive tcpKeepalive(Fields fields) {
        return new ConnectionPoolSettings.TcpKeepalive(
                fields.where(), fields.unsigned("probes"), fields.duration("time"), fields.duration("interval"));
    }

    private static ConnectionPoolSettings.HttpSettings http(Fields fields) {
        return new ConnectionPoolSettings.HttpSettings(
                fields.where(),
                fields.integer("http1MaxPendingRequests"),
                fields.integer("http2MaxRequests"),
                fields.integer("maxRequestsPerConnection"),
                fields.integer("maxRetries"),
                fields.duration("idleTimeout"),
                fields.choice("h2UpgradePolicy", ConnectionPoolSettings.H2UpgradePolicy.values()),
                fields.flag("useClientProtocol"),
                fields.integer("maxConcurrentStreams"),
                fields.object("http2KeepAlive", ConnectionPoolReader::http2KeepAlive));
    }

    private static ConnectionPoolSettings.Http2KeepAlive http2KeepAlive(Fields fields) {
        return new ConnectionPoolSettings.Http2KeepAlive(
                fields.where(), fields.duration("interval"), fields.duration("timeout"));
    }
}
