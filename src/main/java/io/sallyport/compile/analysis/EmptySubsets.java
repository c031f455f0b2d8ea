package io.sallyport.compile.analysis;

import io.sallyport.compile.ResourceProblems;
import io.sallyport.istio.DestinationRule;

/** Subsets whose labels no endpoint has, so that requests routed there find nobody. */
final class EmptySubsets implements Analyzer {

    @Override
    public void run(Listing listing, Findings findings) {
        for (DestinationRule rule : listing.rules()) {
            ListedName listed = listing.find(rule.host(), listing.visibility.namespaceOf(rule));
            if (listed == null || !listing.isForUs(rule) || !listed.hasKnownEndpoints()) {
                continue;
            }
            for (DestinationRule.Subset subset : rule.subsets()) {
                if (!listed.hasEndpoint(subset.labels())) {
                    findings.warning(
                            rule,
                            subset.where(),
                            "empty-subset",
                            subset.name(),
                            "no endpoint of " + listed.eldest().title() + " has the labels of subset \""
                                    + ResourceProblems.quoted(subset.name()) + "\" of " + rule.title()
                                    + ", so requests routed there get 503 (IST0173)");
                }
            }
        }
    }
}
