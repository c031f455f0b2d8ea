package io.sallyport.policy;

import org.jspecify.annotations.Nullable;

/**
 * How connections of one cluster are made and bounded (Istio: {@code DestinationRule.trafficPolicy}, with subset and port
 * taken into account).
 *
 * @param rule the DestinationRule that says so, for people: {@code DestinationRule ns/name (file:line)}; null where none
 *     applies
 * @param outliers null where nothing is ejected (the default)
 * @param tls null where bytes go out as they come
 * @param tunnel null where connections go directly
 * @param retryBudget null where retries are bounded by {@link ConnectionLimits#maxRetries} alone
 * @param http which version of HTTP is spoken
 */
public record ClusterSettings(
        @Nullable String rule,
        ConnectionLimits limits,
        LoadBalancing balancing,
        @Nullable OutlierDetection outliers,
        @Nullable UpstreamTls tls,
        @Nullable TunnelProxy tunnel,
        @Nullable RetryBudget retryBudget,
        UpstreamHttp http) {

    /** What applies where no DestinationRule does. */
    public static final ClusterSettings DEFAULT =
            new ClusterSettings(null, ConnectionLimits.DEFAULT, LoadBalancing.DEFAULT, null, null, null, null);

    /** With {@link UpstreamHttp#DEFAULT}. */
    public ClusterSettings(
            @Nullable String rule,
            ConnectionLimits limits,
            LoadBalancing balancing,
            @Nullable OutlierDetection outliers,
            @Nullable UpstreamTls tls,
            @Nullable TunnelProxy tunnel,
            @Nullable RetryBudget retryBudget) {
        this(rule, limits, balancing, outliers, tls, tunnel, retryBudget, UpstreamHttp.DEFAULT);
    }

    /** The default but for these. */
    public static ClusterSettings with(ConnectionLimits limits) {
        return new ClusterSettings(null, limits, LoadBalancing.DEFAULT, null, null, null, null);
    }
}
