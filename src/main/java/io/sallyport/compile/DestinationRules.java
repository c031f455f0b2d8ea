package io.sallyport.compile;

import io.sallyport.istio.ClientTlsSettings;
import io.sallyport.istio.ConnectionPoolSettings;
import io.sallyport.istio.DestinationRule;
import io.sallyport.istio.TrafficPolicy;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.HostIndex;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rule that applies to a host. Namespaces are asked in Istio's order: the callers', the service's, the root's; in
 * each an exact host comes before a wildcard, and the two are never merged.
 */
final class DestinationRules {

    /** Where Istio keeps what is for all. */
    static final String ROOT_NAMESPACE = "istio-system";

    /**
     * What a rule says about connections to one port.
     *
     * @param plain whether requests may be sent as they are: neither TLS nor a proxy in between is asked for
     */
    record Settings(Duration connectTimeout, Duration idleTimeout, boolean plain) {
        static final Settings DEFAULT =
                new Settings(Cluster.DEFAULT_CONNECT_TIMEOUT, Cluster.DEFAULT_IDLE_TIMEOUT, true);
    }

    /**
     * Rules of one namespace for one host, merged: the oldest policy there is, and all subsets.
     *
     * @param subsets by name, those of the oldest rule first
     */
    record Merged(@Nullable TrafficPolicy policy, Map<String, DestinationRule.Subset> subsets) {}

    private final String namespace;
    private final Map<String, HostIndex<Merged>> byNamespace;

    DestinationRules(String namespace, Map<String, HostIndex<Merged>> byNamespace) {
        this.namespace = namespace;
        this.byNamespace = Map.copyOf(byNamespace);
    }

    /** The settings for one port; a port-level block replaces the general one whole. */
    Settings settings(ListedHost listed, int port) {
        Merged rule = find(listed);
        TrafficPolicy policy = rule == null ? null : rule.policy();
        if (policy == null) {
            return Settings.DEFAULT;
        }
        for (TrafficPolicy.PortTrafficPolicy level : policy.portLevelSettings()) {
            if (level.port() != null
                    && level.port().number() != null
                    && level.port().number() == port) {
                return of(level.connectionPool(), isPlain(level.tls()) && policy.tunnel() == null);
            }
        }
        return of(policy.connectionPool(), isPlain(policy.tls()) && policy.tunnel() == null);
    }

    /** The labels of a subset of a host, null when no rule names it. */
    @Nullable
    Map<String, String> subset(ListedHost listed, String name) {
        Merged rule = find(listed);
        DestinationRule.Subset subset = rule == null ? null : rule.subsets().get(name);
        return subset == null ? null : subset.labels();
    }

    /** Whether the subset's own policy leaves requests as they are. */
    boolean subsetIsPlain(ListedHost listed, String name) {
        Merged rule = find(listed);
        DestinationRule.Subset subset = rule == null ? null : rule.subsets().get(name);
        TrafficPolicy policy = subset == null ? null : subset.trafficPolicy();
        return policy == null
                || (isPlain(policy.tls())
                        && policy.tunnel() == null
                        && policy.portLevelSettings().stream().allMatch(level -> isPlain(level.tls())));
    }

    private @Nullable Merged find(ListedHost listed) {
        for (String asked : List.of(namespace, listed.namespace, ROOT_NAMESPACE)) {
            HostIndex<Merged> rules = byNamespace.get(asked);
            Merged rule = rules == null ? null : rules.find(listed.host);
            if (rule != null) {
                return rule;
            }
        }
        return null;
    }

    private static boolean isPlain(@Nullable ClientTlsSettings tls) {
        return tls == null || tls.mode() == null || tls.mode() == ClientTlsSettings.Mode.DISABLE;
    }

    private static Settings of(@Nullable ConnectionPoolSettings pool, boolean plain) {
        Duration connect =
                pool == null || pool.tcp() == null ? null : pool.tcp().connectTimeout();
        Duration idle = pool == null || pool.http() == null ? null : pool.http().idleTimeout();
        return new Settings(
                connect == null ? Cluster.DEFAULT_CONNECT_TIMEOUT : connect,
                idle == null ? Cluster.DEFAULT_IDLE_TIMEOUT : idle,
                plain);
    }
}
