package io.sallyport.compile.analysis;

import io.sallyport.istio.DestinationRule;
import io.sallyport.istio.Resource;
import io.sallyport.istio.ServiceEntry;
import io.sallyport.istio.VirtualService;
import java.util.List;

/** Resources that say nothing to the callers: exported elsewhere, or bound to gateways that this process is not. */
final class NotVisible implements Analyzer {

    @Override
    public void run(Listing listing, Findings findings) {
        for (ServiceEntry entry : listing.entries()) {
            exported(entry, entry.exportTo(), listing, findings);
        }
        for (VirtualService owner : listing.virtualServices()) {
            // A delegate is for its root, which may be elsewhere, and bound where that is.
            if (owner.hosts().isEmpty()) {
                continue;
            }
            if (!exported(owner, owner.exportTo(), listing, findings)) {
                continue;
            }
            if (!listing.visibility.binds(owner, owner.gateways())) {
                findings.warning(
                        owner,
                        owner.spec().field("gateways"),
                        "not-bound",
                        null,
                        "binds " + owner.title()
                                + " to gateways that this process does not act as, so it has no effect");
            }
        }
        for (DestinationRule rule : listing.rules()) {
            exported(rule, rule.exportTo(), listing, findings);
        }
    }

    private static boolean exported(Resource resource, List<String> exportTo, Listing listing, Findings findings) {
        if (listing.visibility.sees(resource, exportTo)) {
            return true;
        }
        findings.warning(
                resource,
                resource.spec().field("exportTo"),
                "not-visible",
                null,
                "does not show " + resource.title() + " to the callers' namespace " + listing.visibility.namespace()
                        + ", so it has no effect");
        return false;
    }
}
