package io.sallyport.compile;

import io.sallyport.istio.DestinationRule;
import io.sallyport.istio.TrafficPolicy;
import io.sallyport.policy.HostIndex;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the rule that counts for each host of each namespace. Rules for the same host are merged, as Istio does. A rule
 * for chosen workloads of our namespace counts instead of those that are for all, though what younger ones of these say
 * besides is added to it.
 */
final class DestinationRuleCompiler {

    private final ProblemCollector problems;
    private final Visibility visibility;
    private final Credentials credentials;
    private final Map<String, Map<String, DestinationRules.Merged>> byNamespace = new HashMap<>();

    /** Rules for chosen workloads, us among them, by host; of several selectors the oldest rule's counts. */
    private final Map<String, DestinationRules.Merged> chosen = new HashMap<>();

    private final Map<String, Map<String, String>> selectors = new HashMap<>();

    DestinationRuleCompiler(ProblemCollector problems, Visibility visibility, Credentials credentials) {
        this.problems = problems;
        this.visibility = visibility;
        this.credentials = credentials;
    }

    DestinationRules compile(List<DestinationRule> rules) {
        rules.stream().sorted(Age.OLDEST_FIRST).forEach(rule -> {
            String namespace = visibility.namespaceOf(rule);
            new DestinationRuleCheck(problems.of(rule), rule, credentials).run(namespace);
            if (visibility.sees(rule, rule.exportTo())) {
                add(rule, namespace);
            }
        });
        if (!chosen.isEmpty()) {
            byNamespace
                    .computeIfAbsent(visibility.namespace(), key -> new HashMap<>())
                    .putAll(chosen);
        }
        Map<String, HostIndex<DestinationRules.Merged>> indexes = new HashMap<>();
        byNamespace.forEach((namespace, byHost) -> indexes.put(namespace, new HostIndex<>(byHost)));
        return new DestinationRules(visibility.namespace(), indexes, credentials);
    }

    private void add(DestinationRule rule, String namespace) {
        List<String> hosts = HostNames.isShort(rule.host())
                ? List.of(HostNames.qualified(rule.host(), namespace), HostNames.normal(rule.host()))
                : List.of(HostNames.qualified(rule.host(), namespace));
        boolean ours = namespace.equals(visibility.namespace());
        DestinationRule.WorkloadSelector selector = rule.workloadSelector();
        if (selector != null) {
            if (ours && isForUs(rule, selector)) {
                hosts.forEach(host -> choose(rule, selector.matchLabels(), host));
            }
            return;
        }
        Map<String, DestinationRules.Merged> byHost = byNamespace.computeIfAbsent(namespace, key -> new HashMap<>());
        for (String host : hosts) {
            merge(rule, host, byHost);
            if (ours && chosen.containsKey(host)) {
                merge(rule, host, chosen);
            }
        }
    }

    private boolean isForUs(DestinationRule rule, DestinationRule.WorkloadSelector selector) {
        if (!visibility.knowsLabels() && !selector.matchLabels().isEmpty()) {
            problems.of(rule)
                    .warning(
                            selector.where(),
                            "not-enforced",
                            null,
                            "the labels of callers are not known (workload-labels), so the rule applies to nobody");
        }
        return visibility.selects(selector.matchLabels());
    }

    private void choose(DestinationRule rule, Map<String, String> labels, String host) {
        if (selectors.computeIfAbsent(host, key -> labels).equals(labels)) {
            merge(rule, host, chosen);
        }
    }

    private static void merge(DestinationRule rule, String host, Map<String, DestinationRules.Merged> byHost) {
        DestinationRules.Merged elder = byHost.get(host);
        Map<String, DestinationRule.Subset> subsets = elder == null ? new LinkedHashMap<>() : elder.subsets();
        for (DestinationRule.Subset subset : rule.subsets()) {
            subsets.putIfAbsent(subset.name(), subset);
        }
        TrafficPolicy policy = elder == null || elder.policy() == null ? rule.trafficPolicy() : elder.policy();
        byHost.put(host, new DestinationRules.Merged(title(elder, rule), policy, subsets));
    }

    private static String title(DestinationRules.@Nullable Merged elder, DestinationRule rule) {
        return elder != null
                ? elder.title()
                : rule.title() + " (" + rule.where().file() + ":" + rule.where().line() + ")";
    }
}
