package io.sallyport.compile;

import io.sallyport.istio.DestinationRule;
import io.sallyport.istio.Where;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What Istio's admission refuses in a DestinationRule, and what is not enforced. */
final class DestinationRuleCheck {

    private final ResourceProblems problems;
    private final FieldChecks checks;
    private final DestinationRule rule;
    private final Credentials credentials;

    DestinationRuleCheck(ResourceProblems problems, DestinationRule rule, Credentials credentials) {
        this.problems = problems;
        this.checks = new FieldChecks(problems);
        this.rule = rule;
        this.credentials = credentials;
    }

    void run(String namespace) {
        Where spec = rule.spec();
        TrafficPolicyCheck policies = new TrafficPolicyCheck(problems, credentials);
        checks.wildcardHost(spec.field("host"), rule.host());
        if (rule.trafficPolicy() != null) {
            policies.run(rule.trafficPolicy());
        }
        Set<String> names = new HashSet<>();
        for (DestinationRule.Subset subset : rule.subsets()) {
            Where name = subset.where().field("name");
            checks.label(name, "subset name", subset.name());
            if (!names.add(subset.name())) {
                problems.error(
                        name, "duplicate-subset", subset.name(), "the subset is already defined", "each name once");
            }
            checks.labels(subset.where().field("labels"), subset.labels());
            if (subset.trafficPolicy() != null) {
                policies.run(subset.trafficPolicy());
            }
        }
        checks.exportTo(rule.exportTo(), namespace, false);
        if (rule.workloadSelector() != null) {
            selector(rule.workloadSelector(), namespace);
        }
    }

    private void selector(DestinationRule.WorkloadSelector selector, String namespace) {
        checks.selector(selector.where().field("matchLabels"), selector.matchLabels());
        List<String> exportTo = rule.exportTo();
        boolean own = exportTo.size() == 1 && (exportTo.contains(".") || exportTo.contains(namespace));
        if (!exportTo.isEmpty() && !own) {
            problems.error(
                    rule.spec().field("exportTo"),
                    "bad-export",
                    null,
                    "a rule with a workloadSelector cannot be exported beyond its namespace",
                    "\".\"");
        }
    }
}
