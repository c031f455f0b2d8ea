package io.sallyport.compile.analysis;

import io.sallyport.compile.ResourceProblems;
import io.sallyport.istio.ServiceEntry;
import io.sallyport.policy.Protocol;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The same port of the same host with different protocols: the oldest entry decides, and the others' is ignored. */
final class ConflictingPorts implements Analyzer {

    /** A port of a host, as the namespaces of one scope see it. */
    private record Key(String scope, String host, long port) {}

    @Override
    public void run(Listing listing, Findings findings) {
        Map<Key, Map<Protocol, ServiceEntry>> eldest = new HashMap<>();
        for (ServiceEntry entry : listing.entries()) {
            forEach(
                    entry,
                    listing,
                    (key, port) -> eldest.computeIfAbsent(key, ignored -> new LinkedHashMap<>())
                            .putIfAbsent(ListedName.protocol(port), entry));
        }
        for (ServiceEntry entry : listing.entries()) {
            forEach(entry, listing, (key, port) -> {
                report(entry, key, port, eldest.getOrDefault(key, Map.of()), findings);
                Key everywhere = new Key(Listing.EVERYWHERE, key.host(), key.port());
                report(entry, key, port, eldest.getOrDefault(everywhere, Map.of()), findings);
            });
        }
    }

    private interface Visitor {
        void visit(Key key, ServiceEntry.Port port);
    }

    private static void forEach(ServiceEntry entry, Listing listing, Visitor visitor) {
        for (String scope : listing.scopes(entry, entry.exportTo())) {
            for (String host : Listing.hosts(entry)) {
                for (ServiceEntry.Port port : entry.ports()) {
                    visitor.visit(new Key(scope, host, port.number()), port);
                }
            }
        }
    }

    private static void report(
            ServiceEntry entry,
            Key key,
            ServiceEntry.Port port,
            Map<Protocol, ServiceEntry> byProtocol,
            Findings findings) {
        Protocol protocol = ListedName.protocol(port);
        boolean first = true;
        for (Map.Entry<Protocol, ServiceEntry> other : byProtocol.entrySet()) {
            if (other.getKey() != protocol && other.getValue() != entry) {
                String counts = first ? ", which comes first and counts" : ", which comes later and is ignored";
                findings.warning(
                        entry,
                        port.where().field("number"),
                        "conflicting-port",
                        port.number(),
                        "port " + port.number() + " of " + ResourceProblems.quoted(key.host()) + " is " + protocol
                                + " in " + entry.title() + " and " + other.getKey() + " in "
                                + other.getValue().title() + counts + " (IST0177)");
                return;
            }
            first = false;
        }
    }
}
