package io.sallyport.compile.analysis;

import io.sallyport.compile.HostNames;
import io.sallyport.compile.ResourceProblems;
import io.sallyport.istio.Destination;
import io.sallyport.istio.DestinationRule;
import io.sallyport.istio.VirtualService;
import java.util.HashSet;
import java.util.Set;

/**
 * Destinations that are not there: the host, its port or its subset. Those of routes in force are told where they are
 * compiled; what is looked at here are the others, too: of rules that lost their host to another, delegates, TLS, TCP.
 */
final class UnknownDestinations implements Analyzer {

    private static final String CODE = "unknown-destination";

    /** A subset of a host, by the host's full name. */
    private record Named(String host, String subset) {}

    @Override
    public void run(Listing listing, Findings findings) {
        Set<Named> subsets = new HashSet<>();
        for (DestinationRule rule : listing.rules()) {
            String host = HostNames.qualified(rule.host(), listing.visibility.namespaceOf(rule));
            rule.subsets().forEach(subset -> subsets.add(new Named(host, subset.name())));
        }
        for (VirtualService owner : listing.virtualServices()) {
            if (!listing.isForUs(owner)) {
                continue;
            }
            for (Destination destination : Destinations.of(owner)) {
                check(owner, destination, listing, subsets, findings);
            }
        }
    }

    private static void check(
            VirtualService owner, Destination to, Listing listing, Set<Named> subsets, Findings findings) {
        String namespace = listing.visibility.namespaceOf(owner);
        String host = HostNames.qualified(to.host(), namespace);
        String quoted = ResourceProblems.quoted(host);
        ListedName listed = listing.covering(to.host(), namespace);
        if (listed == null) {
            findings.warning(
                    owner,
                    to.where().field("host"),
                    CODE,
                    host,
                    owner.title() + " leads to " + quoted + ", which no ServiceEntry lists (IST0101)");
        }
        Long port = to.port() == null ? null : to.port().number();
        if (listed != null && port != null && listed.port(port) == null) {
            findings.warning(
                    owner,
                    to.where().field("port"),
                    CODE,
                    port,
                    owner.title() + " leads to port " + port + " of " + quoted + ", which has "
                            + (listed.ports().isEmpty() ? "no ports" : "only " + listed.portList()) + " (IST0101)");
        }
        String subset = to.subset() == null ? "" : to.subset();
        if (!subset.isEmpty() && !names(subset, host, to, subsets)) {
            findings.warning(
                    owner,
                    to.where().field("subset"),
                    CODE,
                    subset,
                    owner.title() + " leads to subset \"" + ResourceProblems.quoted(subset) + "\" of " + quoted
                            + ", which no DestinationRule names (IST0101)");
        }
    }

    /** Whether a rule for the host, or for a wildcard that covers it, names the subset. */
    private static boolean names(String subset, String host, Destination to, Set<Named> subsets) {
        if (subsets.contains(new Named(host, subset))
                || subsets.contains(new Named(HostNames.normal(to.host()), subset))
                || subsets.contains(new Named("*", subset))) {
            return true;
        }
        for (int dot = host.indexOf('.'); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            if (subsets.contains(new Named("*" + host.substring(dot), subset))) {
                return true;
            }
        }
        return false;
    }
}
