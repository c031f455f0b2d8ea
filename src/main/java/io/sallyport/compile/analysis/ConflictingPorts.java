package io.sallyport.compile.analysis;

import io.sallyport.compile.Age;
import io.sallyport.compile.ResourceProblems;
import io.sallyport.istio.ServiceEntry;
import io.sallyport.policy.Protocol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The same port of the same host with different protocols: the oldest entry decides, and the others' is ignored. */
final class ConflictingPorts implements Analyzer {

    /** A port of a host, as the namespaces of one scope see it. */
    private record Key(String scope, String host, long port) {}

    /** What an entry says a port is. */
    private record Said(Protocol protocol, ServiceEntry by) {}

    @Override
    public void run(Listing listing, Findings findings) {
        Map<Key, Said> first = new HashMap<>();
        Map<Key, Said> otherwise = new HashMap<>();
        for (ServiceEntry entry : listing.entries()) {
            forEach(entry, listing, (key, port) -> {
                Said said = new Said(ListedName.protocol(port), entry);
                Said elder = first.putIfAbsent(key, said);
                if (elder != null && elder.protocol() != said.protocol()) {
                    otherwise.putIfAbsent(key, said);
                }
            });
        }
        for (ServiceEntry entry : listing.entries()) {
            forEach(entry, listing, (key, port) -> {
                Protocol protocol = ListedName.protocol(port);
                for (String scope : scopes(key)) {
                    Key seen = new Key(scope, key.host(), key.port());
                    Said other = first.get(seen);
                    if (other != null && other.protocol() == protocol) {
                        other = otherwise.get(seen);
                    }
                    if (other != null && !other.by().equals(entry)) {
                        report(entry, port, protocol, key.host(), other, findings);
                    }
                }
            });
        }
    }

    /** An entry for some namespaces meets those for all there, too. */
    private static List<String> scopes(Key key) {
        return key.scope().equals(Listing.EVERYWHERE)
                ? List.of(Listing.EVERYWHERE)
                : List.of(key.scope(), Listing.EVERYWHERE);
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
            ServiceEntry entry, ServiceEntry.Port port, Protocol protocol, String host, Said other, Findings findings) {
        boolean older = Age.OLDEST_FIRST.compare(other.by(), entry) < 0;
        findings.warning(
                entry,
                port.where().field("number"),
                "conflicting-port",
                port.number(),
                "port " + port.number() + " of " + ResourceProblems.quoted(host) + " is " + ListedName.text(protocol)
                        + " in "
                        + entry.title() + " and " + ListedName.text(other.protocol()) + " in "
                        + other.by().title()
                        + (older ? ", which comes first and counts" : ", which comes later and is ignored")
                        + " (IST0177)");
    }
}
