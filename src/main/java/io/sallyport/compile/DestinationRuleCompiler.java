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
    private final Credentials credentials;
    private final Map<String, Map<String, DestinationRules.Merged>> byNamespace = new HashMap<>();

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
        Map<String, HostIndex<DestinationRules.Merged>> indexes = new HashMap<>();
        byNamespace.forEach((namespace, byHost) -> indexes.put(namespace, new HostIndex<>(byHost)));
        return new DestinationRules(visibility.namespace(), indexes, credentials);
    }

    private void add(DestinationRule rule, String namespace) {
        Map<String, DestinationRules.Merged> byHost = byNamespace.computeIfAbsent(namespace, key -> new HashMap<>());
        merge(rule, HostNames.qualified(rule.host(), namespace), byHost);
        if (HostNames.isShort(rule.host())) {
            merge(rule, HostNames.normal(rule.host()), byHost);
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
