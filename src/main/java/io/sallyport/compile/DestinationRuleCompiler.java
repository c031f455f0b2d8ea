package io.sallyport.compile;

import io.sallyport.istio.DestinationRule;
import io.sallyport.istio.TrafficPolicy;
import io.sallyport.policy.HostIndex;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Finds the rule that counts for each host of each namespace. Rules for the same host are merged, as Istio does. */
final class DestinationRuleCompiler {

    private final ProblemCollector problems;
    private final Visibility visibility;
    private final Map<String, Map<String, DestinationRules.Merged>> byNamespace = new HashMap<>();

    DestinationRuleCompiler(ProblemCollector problems, Visibility visibility) {
        this.problems = problems;
        this.visibility = visibility;
    }

    DestinationRules compile(List<DestinationRule> rules) {
        rules.stream().sorted(Age.OLDEST_FIRST).forEach(rule -> {
            String namespace = visibility.namespaceOf(rule);
            new DestinationRuleCheck(problems.of(rule), rule).run(namespace);
            if (visibility.sees(rule, rule.exportTo())) {
                add(rule, namespace);
            }
        });
        Map<String, HostIndex<DestinationRules.Merged>> indexes = new HashMap<>();
        byNamespace.forEach((namespace, byHost) -> indexes.put(namespace, new HostIndex<>(byHost)));
        return new DestinationRules(visibility.namespace(), indexes);
    }

    private void add(DestinationRule rule, String namespace) {
        Map<String, DestinationRules.Merged> byHost = byNamespace.computeIfAbsent(namespace, key -> new HashMap<>());
        merge(rule, HostNames.qualified(rule.host(), namespace), byHost, true);
        if (HostNames.isShort(rule.host())) {
            merge(rule, HostNames.normal(rule.host()), byHost, false);
        }
    }

    private void merge(DestinationRule rule, String host, Map<String, DestinationRules.Merged> byHost, boolean report) {
        DestinationRules.Merged elder = byHost.get(host);
        Map<String, DestinationRule.Subset> subsets = elder == null ? new LinkedHashMap<>() : elder.subsets();
        for (DestinationRule.Subset subset : rule.subsets()) {
            if (subsets.putIfAbsent(subset.name(), subset) != null && report && elder != null) {
                problems.of(rule)
                        .warning(
                                subset.where().field("name"),
                                "duplicate-host",
                                subset.name(),
                                "has no effect: an older DestinationRule for " + host + " names the same subset");
            }
        }
        TrafficPolicy policy = elder == null || elder.policy() == null ? rule.trafficPolicy() : elder.policy();
        if (report && elder != null && elder.policy() != null && rule.trafficPolicy() != null) {
            problems.of(rule)
                    .warning(
                            rule.spec().field("trafficPolicy"),
                            "duplicate-host",
                            host,
                            "has no effect: an older DestinationRule for " + host + " has a trafficPolicy");
        }
        byHost.put(host, new DestinationRules.Merged(title(elder, rule), policy, subsets));
    }

    private static String title(DestinationRules.@Nullable Merged elder, DestinationRule rule) {
        return elder != null
                ? elder.title()
                : rule.title() + " (" + rule.where().file() + ":" + rule.where().line() + ")";
    }
}
