package io.sallyport.compile;

import io.sallyport.istio.DestinationRule;
import io.sallyport.istio.TrafficPolicy;
import io.sallyport.policy.HostIndex;
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
     * Rules of one namespace for one host, merged: the oldest policy there is, and all subsets.
     *
     * @param title of the oldest rule with its file and line, for people
     * @param subsets by name, those of the oldest rule first
     */
    record Merged(String title, @Nullable TrafficPolicy policy, Map<String, DestinationRule.Subset> subsets) {}

    private final String namespace;
    private final Map<String, HostIndex<Merged>> byNamespace;
    private final Credentials credentials;

    DestinationRules(String namespace, Map<String, HostIndex<Merged>> byNamespace, Credentials credentials) {
        this.namespace = namespace;
        this.credentials = credentials;
        this.byNamespace = Map.copyOf(byNamespace);
    }

    /** What is said about one port; about a subset of it where one is named. */
    EffectivePolicy policy(ListedHost listed, int port, @Nullable String subset) {
        Merged rule = find(listed);
        if (rule == null) {
            return EffectivePolicy.NONE;
        }
        EffectivePolicy whole = EffectivePolicy.NONE.with(rule.policy(), port);
        DestinationRule.Subset part = subset == null ? null : rule.subsets().get(subset);
        EffectivePolicy effective = part == null ? whole : whole.with(part.trafficPolicy(), port);
        return effective.withTls(credentials.resolve(effective.tls()));
    }

    /** The rule that applies to a host, with its file and line; null when none does. */
    @Nullable
    String title(ListedHost listed) {
        Merged rule = find(listed);
        return rule == null ? null : rule.title();
    }

    /** The labels of a subset of a host, null when no rule names it. */
    @Nullable
    Map<String, String> subset(ListedHost listed, String name) {
        Merged rule = find(listed);
        DestinationRule.Subset subset = rule == null ? null : rule.subsets().get(name);
        return subset == null ? null : subset.labels();
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
}
