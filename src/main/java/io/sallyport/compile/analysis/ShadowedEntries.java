package io.sallyport.compile.analysis;

import io.sallyport.istio.Endpoint;
import io.sallyport.istio.ServiceEntry;
import io.sallyport.istio.Where;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Entries that add nothing to an older one of their namespace, as copies that were forgotten do. */
final class ShadowedEntries implements Analyzer {

    private static final Where ANYWHERE = Where.of("");

    @Override
    public void run(Listing listing, Findings findings) {
        for (ServiceEntry entry : listing.entries()) {
            ServiceEntry elder = elder(entry, listing);
            if (elder != null) {
                findings.warning(
                        entry,
                        entry.where(),
                        "shadowed",
                        null,
                        entry.title() + " has no effect: " + elder.title()
                                + " lists its hosts and ports already, and comes first");
            }
        }
    }

    /** The older entry that lists all there is in this one. */
    private static @Nullable ServiceEntry elder(ServiceEntry entry, Listing listing) {
        if (entry.hosts().isEmpty() || !listing.visibility.sees(entry, entry.exportTo())) {
            return null;
        }
        ListedName listed = listing.find(entry.hosts().getFirst(), "");
        ServiceEntry elder = listed == null ? entry : listed.eldest();
        boolean shadows = !elder.equals(entry)
                && listing.visibility.namespaceOf(elder).equals(listing.visibility.namespaceOf(entry))
                && Listing.hosts(elder).containsAll(Listing.hosts(entry))
                && Objects.equals(elder.resolution(), entry.resolution())
                && elder.workloadSelector() == null
                && entry.workloadSelector() == null
                && new HashSet<>(elder.addresses()).containsAll(entry.addresses())
                && endpoints(elder).containsAll(endpoints(entry))
                && elder.endpoints().isEmpty() == entry.endpoints().isEmpty()
                && new HashSet<>(ports(elder)).containsAll(ports(entry));
        return shadows ? elder : null;
    }

    private static Set<Endpoint> endpoints(ServiceEntry entry) {
        Set<Endpoint> endpoints = new HashSet<>();
        for (Endpoint endpoint : entry.endpoints()) {
            endpoints.add(new Endpoint(
                    ANYWHERE,
                    endpoint.address(),
                    endpoint.ports(),
                    endpoint.labels(),
                    endpoint.network(),
                    endpoint.locality(),
                    endpoint.weight(),
                    endpoint.serviceAccount()));
        }
        return endpoints;
    }

    private static List<String> ports(ServiceEntry entry) {
        return entry.ports().stream()
                .map(port -> port.number() + " " + ListedName.protocol(port) + " "
                        + Objects.requireNonNullElse(port.targetPort(), port.number()))
                .toList();
    }
}
