package io.sallyport.compile;

import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.ConnectionLimits;
import io.sallyport.policy.LoadBalancing;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeSet;

/** Writes what of a cluster's settings is not as by default. */
final class SettingsText {

    private SettingsText() {}

    static String of(ClusterSettings settings) {
        StringBuilder text = new StringBuilder();
        limits(settings.limits()).forEach((name, value) -> {
            if (!value.equals(ConnectionLimits.UNLIMITED)) {
                text.append(' ').append(name).append(' ').append(value);
            }
        });
        balancing(settings.balancing(), text);
        if (settings.outliers() != null) {
            var outliers = settings.outliers();
            text.append(" outliers 5xx ").append(outliers.consecutive5xx());
            text.append(" gateway ").append(outliers.consecutiveGatewayErrors());
            text.append(outliers.splitLocalOrigin() ? " local " + outliers.consecutiveLocalOriginFailures() : "");
            text.append(" each ").append(outliers.interval());
            text.append(" for ").append(outliers.baseEjectionTime());
            text.append(" most ").append(outliers.maxEjectionPercent());
            text.append(" least ").append(outliers.minHealthPercent());
            text.append(outliers.errorCodes().isEmpty() ? "" : " of " + new TreeSet<>(outliers.errorCodes()));
        }
        if (settings.retryBudget() != null) {
            var budget = settings.retryBudget();
            text.append(" budget ").append(budget.percent()).append("% over ").append(budget.interval());
            text.append(" least ").append(budget.minConcurrency());
        }
        return text.toString();
    }

    private static Map<String, Object> limits(ConnectionLimits limits) {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("connections", limits.maxConnections());
        all.put("pending", limits.maxPendingRequests());
        all.put("requests", limits.maxRequests());
        all.put("each", limits.maxRequestsPerConnection());
        all.put("retries", limits.maxRetries());
        if (limits.tunnelIdleTimeout() != null) {
            all.put("tunnel-idle", limits.tunnelIdleTimeout());
        }
        if (limits.maxConnectionDuration() != null) {
            all.put("longest", limits.maxConnectionDuration());
        }
        if (limits.keepalive() != null) {
            all.put("keepalive", limits.keepalive());
        }
        return all;
    }

    private static void balancing(LoadBalancing balancing, StringBuilder text) {
        if (!balancing.algorithm().equals(LoadBalancing.DEFAULT.algorithm())) {
            text.append(" by ").append(balancing.algorithm());
        }
        if (balancing.locality() != null) {
            text.append(" groups ").append(balancing.locality().groups());
            text.append(" shares ").append(balancing.locality().shares());
        }
        if (balancing.warmup() != null) {
            text.append(" warmup ").append(balancing.warmup());
        }
    }
}
