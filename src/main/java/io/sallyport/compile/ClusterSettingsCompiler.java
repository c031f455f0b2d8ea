package io.sallyport.compile;

import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns what a DestinationRule says about one port into the settings of a cluster. */
final class ClusterSettingsCompiler {

    private ClusterSettingsCompiler() {}

    /**
     * @param rule the DestinationRule, for people; null where none applies
     * @param endpoints the cluster's
     * @param locality where we run; empty when not known
     */
    static ClusterSettings compile(
            @Nullable String rule, EffectivePolicy policy, List<Endpoint> endpoints, String locality) {
        return new ClusterSettings(
                rule,
                ConnectionLimitsCompiler.compile(policy.connectionPool()),
                LoadBalancingCompiler.compile(policy, endpoints, locality),
                OutlierDetectionCompiler.compile(policy.outlierDetection()),
                null,
                null,
                RetryBudgetCompiler.compile(policy.retryBudget()));
    }
}
