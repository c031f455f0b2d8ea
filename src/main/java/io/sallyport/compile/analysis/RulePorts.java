package io.sallyport.compile.analysis;

import io.sallyport.compile.ResourceProblems;
import io.sallyport.istio.DestinationRule;
import io.sallyport.istio.TrafficPolicy;
import org.jspecify.annotations.Nullable;

/** Port-level settings for ports that the host does not have. */
final class RulePorts implements Analyzer {

    @Override
    public void run(Listing listing, Findings findings) {
        for (DestinationRule rule : listing.rules()) {
            // A wildcard is for hosts of several kinds.
            ListedName listed = listing.find(rule.host(), listing.visibility.namespaceOf(rule));
            if (listed == null || !listing.isForUs(rule) || rule.host().startsWith("*")) {
                continue;
            }
            check(rule, rule.trafficPolicy(), listed, findings);
            for (DestinationRule.Subset subset : rule.subsets()) {
                check(rule, subset.trafficPolicy(), listed, findings);
            }
        }
    }

    private static void check(
            DestinationRule rule, @Nullable TrafficPolicy policy, ListedName listed, Findings findings) {
        if (policy == null) {
            return;
        }
        for (TrafficPolicy.PortTrafficPolicy level : policy.portLevelSettings()) {
            Long number = level.port() == null ? null : level.port().number();
            if (number != null && listed.port(number) == null) {
                findings.warning(
                        rule,
                        level.where().field("port"),
                        "unknown-port",
                        number,
                        "has no effect: " + ResourceProblems.quoted(listed.host) + " has no port " + number
                                + (listed.ports().isEmpty() ? "" : ", only " + listed.portList()));
            }
        }
    }
}
