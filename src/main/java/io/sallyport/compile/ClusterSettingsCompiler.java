package io.sallyport.compile;

import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.LoadBalancing;
import org.jspecify.annotations.Nullable;

/** Turns what a DestinationRule says about one port into the settings of a cluster. */
final class ClusterSettingsCompiler {

    private ClusterSettingsCompiler() {}

    /** @param rule the DestinationRule, for people; null where none applies */
    static ClusterSettings compile(@Nullable String rule, EffectivePolicy policy) {
        return new ClusterSettings(
                rule,
                ConnectionLimitsCompiler.compile(policy.connectionPool()),
                LoadBalancing.DEFAULT,
                null,
                null,
                null,
                null);
    }
}
