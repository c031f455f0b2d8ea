package io.sallyport.compile;

import io.sallyport.istio.TrafficPolicy;
import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.HttpsHandling;
import io.sallyport.policy.Protocol;
import io.sallyport.policy.TunnelProxy;
import io.sallyport.policy.UpstreamTls;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what a DestinationRule says about one port into the settings of a cluster. */
final class ClusterSettingsCompiler {

    private ClusterSettingsCompiler() {}

    /**
     * @param rule the DestinationRule, for people; null where none applies
     * @param protocol the port's
     * @param endpoints the cluster's
     * @param names the ServiceEntry's {@code subjectAltNames}
     * @param locality where we run; empty when not known
     * @param handling of a port that nothing but TLS may go out to, unless it is tunnelled
     */
    static ClusterSettings compile(
            @Nullable String rule,
            EffectivePolicy policy,
            Protocol protocol,
            List<Endpoint> endpoints,
            List<String> names,
            String locality,
            HttpsHandling handling) {
        UpstreamTls written = UpstreamTlsCompiler.compile(policy.tls(), names);
        UpstreamTls tls =
                written == null && handling != HttpsHandling.TUNNEL ? UpstreamTlsCompiler.verified(names) : written;
        TunnelProxy tunnel = tunnel(policy.tunnel());
        return new ClusterSettings(
                rule,
                ConnectionLimitsCompiler.compile(policy.connectionPool()),
                LoadBalancingCompiler.compile(policy, endpoints, locality),
                OutlierDetectionCompiler.compile(policy.outlierDetection()),
                tls,
                tunnel,
                RetryBudgetCompiler.compile(policy.retryBudget()),
                UpstreamHttpCompiler.compile(protocol, policy.connectionPool(), tls != null && tunnel == null));
    }

    private static @Nullable TunnelProxy tunnel(TrafficPolicy.@Nullable TunnelSettings written) {
        return written == null
                ? null
                : new TunnelProxy("CONNECT", HostNames.normal(written.targetHost()), (int) written.targetPort());
    }
}
