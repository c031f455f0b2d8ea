package io.sallyport.istio;

/** Reads connection handling of a host, a subset or a port. */
final class TrafficPolicyReader {
    private TrafficPolicyReader() {}

    static TrafficPolicy read(Fields fields) {
        return new TrafficPolicy(
                fields.where(),
                fields.object("loadBalancer", LoadBalancerReader::read),
                fields.object("connectionPool", ConnectionPoolReader::read),
                fields.object("outlierDetection", OutlierDetectionReader::read),
                fields.object("tls", ClientTlsReader::read),
                fields.objects("portLevelSettings", 4096, TrafficPolicyReader::port),
                fields.object("tunnel", TrafficPolicyReader::tunnel),
                fields.object("proxyProtocol", TrafficPolicyReader::proxyProtocol),
                fields.object("retryBudget", TrafficPolicyReader::retryBudget));
    }

    private static TrafficPolicy.PortTrafficPolicy port(Fields fields) {
        return new TrafficPolicy.PortTrafficPolicy(
                fields.where(),
                fields.object("port", DestinationReader::port),
                fields.object("loadBalancer", LoadBalancerReader::read),
                fields.object("connectionPool", ConnectionPoolReader::read),
                fields.object("outlierDetection", OutlierDetectionReader::read),
                fields.object("tls", ClientTlsReader::read));
    }

    private static TrafficPolicy.TunnelSettings tunnel(Fields fields) {
        return new TrafficPolicy.TunnelSettings(
                fields.where(),
                fields.text("protocol"),
                fields.requiredText("targetHost"),
                fields.requiredUnsigned("targetPort"));
    }

    private static TrafficPolicy.ProxyProtocol proxyProtocol(Fields fields) {
        return new TrafficPolicy.ProxyProtocol(
                fields.where(), fields.choice("version", TrafficPolicy.ProxyProtocol.Version.values()));
    }

    private static TrafficPolicy.RetryBudget retryBudget(Fields fields) {
        fields.mayBeNull("percent");
        return new TrafficPolicy.RetryBudget(
                fields.where(),
                fields.number("percent", 0, 100),
                fields.duration("budgetInterval"),
                fields.unsigned("minRetryConcurrency"));
    }
}
