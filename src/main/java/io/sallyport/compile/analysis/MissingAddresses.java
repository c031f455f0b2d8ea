package io.sallyport.compile.analysis;

import io.sallyport.istio.ServiceEntry;
import io.sallyport.istio.ServiceEntry.Resolution;
import io.sallyport.policy.Protocol;

/** TCP without addresses: a connection that does not name its host, as HTTP and TLS do, cannot be told from others. */
final class MissingAddresses implements Analyzer {

    @Override
    public void run(Listing listing, Findings findings) {
        for (ServiceEntry entry : listing.entries()) {
            if (!entry.addresses().isEmpty()) {
                continue;
            }
            for (ServiceEntry.Port port : entry.ports()) {
                Protocol protocol = ListedName.protocol(port);
                if (protocol == Protocol.TCP || protocol == Protocol.SNIFFED) {
                    report(entry, port, protocol, findings);
                }
            }
        }
    }

    private static void report(ServiceEntry entry, ServiceEntry.Port port, Protocol protocol, Findings findings) {
        boolean anywhere = entry.resolution() == null || entry.resolution() == Resolution.NONE;
        findings.warning(
                entry,
                port.where(),
                "addresses-required",
                port.number(),
                entry.title() + " has no addresses for port " + port.number()
                        + (protocol == Protocol.TCP ? ", which is TCP" : ", which has no protocol")
                        + ": callers reach it only by naming the host, and in a mesh "
                        + (anywhere
                                ? "Istio would let the port of every address through"
                                : "Istio would take every connection to the port for it")
                        + " (IST0134)");
    }
}
