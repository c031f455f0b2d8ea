package io.sallyport.compile.analysis;

import io.sallyport.compile.ResourceProblems;
import io.sallyport.istio.DestinationRule;

/** DestinationRules for hosts that no ServiceEntry lists. */
final class RuleHosts implements Analyzer {

    @Override
    public void run(Listing listing, Findings findings) {
        for (DestinationRule rule : listing.rules()) {
            if (listing.isForUs(rule) && !listing.knows(rule.host(), listing.visibility.namespaceOf(rule))) {
                findings.warning(
                        rule,
                        rule.spec().field("host"),
                        "unlisted-host",
                        rule.host(),
                        "no ServiceEntry lists " + ResourceProblems.quoted(rule.host()) + ", so " + rule.title()
                                + " has no effect (IST0174)");
            }
        }
    }
}
