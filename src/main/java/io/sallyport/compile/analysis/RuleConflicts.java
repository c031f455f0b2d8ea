package io.sallyport.compile.analysis;

import io.sallyport.compile.HostNames;
import io.sallyport.compile.ResourceProblems;
import io.sallyport.istio.DestinationRule;
import java.util.HashMap;
import java.util.Map;

/**
 * DestinationRules of one namespace for the same host. They are merged: of two policies, and of two subsets of the same
 * name, the older one counts.
 */
final class RuleConflicts implements Analyzer {

    /** A subset of a host, or with an empty name its policy, as rules of one namespace say. */
    private record Key(String namespace, String host, String subset) {}

    @Override
    public void run(Listing listing, Findings findings) {
        Map<Key, DestinationRule> elders = new HashMap<>();
        for (DestinationRule rule : listing.rules()) {
            // One for some workloads stands beside one for all.
            if (rule.workloadSelector() != null || !listing.visibility.sees(rule, rule.exportTo())) {
                continue;
            }
            String namespace = listing.visibility.namespaceOf(rule);
            String host = HostNames.qualified(rule.host(), namespace);
            DestinationRule elder =
                    rule.trafficPolicy() == null ? null : elders.putIfAbsent(new Key(namespace, host, ""), rule);
            if (elder != null) {
                findings.warning(
                        rule,
                        rule.spec().field("trafficPolicy"),
                        "duplicate-host",
                        host,
                        "has no effect: " + elder.title() + " has one for " + ResourceProblems.quoted(host)
                                + " and comes before " + rule.title());
            }
            for (DestinationRule.Subset subset : rule.subsets()) {
                DestinationRule named = elders.putIfAbsent(new Key(namespace, host, subset.name()), rule);
                if (named != null && !named.equals(rule)) {
                    findings.warning(
                            rule,
                            subset.where().field("name"),
                            "duplicate-host",
                            subset.name(),
                            "has no effect: " + named.title() + " names this subset of " + ResourceProblems.quoted(host)
                                    + " and comes before " + rule.title());
                }
            }
        }
    }
}
