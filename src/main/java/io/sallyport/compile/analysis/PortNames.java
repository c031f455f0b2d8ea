package io.sallyport.compile.analysis;

import io.sallyport.compile.ResourceProblems;
import io.sallyport.istio.ServiceEntry;
import io.sallyport.policy.Protocol;
import java.util.Locale;
import java.util.Optional;

/**
 * Ports whose name says another protocol than their {@code protocol}: only the latter counts in a ServiceEntry, unlike
 * in a Kubernetes Service.
 */
final class PortNames implements Analyzer {

    @Override
    public void run(Listing listing, Findings findings) {
        for (ServiceEntry entry : listing.entries()) {
            for (ServiceEntry.Port port : entry.ports()) {
                check(entry, port, findings);
            }
        }
    }

    private static void check(ServiceEntry entry, ServiceEntry.Port port, Findings findings) {
        Optional<Protocol> named = named(port.name());
        Protocol protocol = ListedName.protocol(port);
        if (named.isEmpty()) {
            return;
        }
        if (protocol == Protocol.SNIFFED) {
            findings.warning(
                    entry,
                    port.where().field("name"),
                    "port-name",
                    port.name(),
                    "\"" + ResourceProblems.quoted(port.name()) + "\" does not make the port " + named.get()
                            + ": in a ServiceEntry only protocol does, and there is none");
        } else if (named.get().isHttp() != protocol.isHttp()) {
            findings.warning(
                    entry,
                    port.where().field("name"),
                    "port-name",
                    port.name(),
                    "\"" + ResourceProblems.quoted(port.name()) + "\" says " + named.get() + ", and protocol says "
                            + protocol + ", which counts");
        }
    }

    /** The protocol that a Service's port of that name would have: what is before the first hyphen. */
    private static Optional<Protocol> named(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        if (lower.startsWith("grpc-web")) {
            return Optional.of(Protocol.GRPC_WEB);
        }
        int hyphen = lower.indexOf('-');
        String word = hyphen < 0 ? lower : lower.substring(0, hyphen);
        // What has no protocol of its own has any.
        return word.isEmpty() || word.equals("tcp") ? Optional.empty() : Protocol.named(word);
    }
}
