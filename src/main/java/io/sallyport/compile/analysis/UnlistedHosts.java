package io.sallyport.compile.analysis;

import io.sallyport.compile.HostNames;
import io.sallyport.compile.ResourceProblems;
import io.sallyport.istio.HttpRoute;
import io.sallyport.istio.VirtualService;
import java.util.HashSet;
import java.util.Set;

/**
 * VirtualServices for hosts that no ServiceEntry lists, and that lead nowhere else. One that redirects, answers itself or
 * leads to a listed host is fine: its hosts exist here alone. What is led to and not listed is told at the destination.
 */
final class UnlistedHosts implements Analyzer {

    @Override
    public void run(Listing listing, Findings findings) {
        for (VirtualService owner : listing.virtualServices()) {
            String namespace = listing.visibility.namespaceOf(owner);
            if (!listing.isForUs(owner) || leadsSomewhere(owner, namespace, listing)) {
                continue;
            }
            Set<String> destinations = new HashSet<>();
            Destinations.of(owner).forEach(to -> destinations.add(HostNames.qualified(to.host(), namespace)));
            for (int i = 0; i < owner.hosts().size(); i++) {
                String host = owner.hosts().get(i);
                if (!destinations.contains(HostNames.qualified(host, namespace)) && !listing.knows(host, namespace)) {
                    findings.warning(
                            owner,
                            owner.spec().field("hosts").index(i),
                            "unlisted-host",
                            host,
                            "no ServiceEntry lists " + ResourceProblems.quoted(host) + ", so what " + owner.title()
                                    + " says about it is never used");
                }
            }
        }
    }

    private static boolean leadsSomewhere(VirtualService owner, String namespace, Listing listing) {
        for (HttpRoute route : owner.http()) {
            if (route.redirect() != null || route.directResponse() != null || route.delegate() != null) {
                return true;
            }
        }
        return Destinations.of(owner).stream().anyMatch(to -> listing.knows(to.host(), namespace));
    }
}
