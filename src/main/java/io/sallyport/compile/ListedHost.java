package io.sallyport.compile;

import io.sallyport.policy.AddressRange;
import io.sallyport.policy.Cluster.Discovery;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.OutwardHeaders;
import io.sallyport.policy.Service;
import io.sallyport.policy.ServicePort;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A listed host while it is put together: entries that share it add ports, endpoints and addresses. */
final class ListedHost {

    /** A port, and where its traffic goes. */
    static final class Port {
        final ServicePort port;
        /** Whether requests may ask for it; otherwise only routes lead to it. */
        final boolean open;
        /** What is asked of tunnels to it. */
        final TunnelTerms tunnels;

        private Discovery discovery;
        private final Set<Endpoint> endpoints;

        Port(ServicePort port, boolean open, TunnelTerms tunnels, Discovery discovery, List<Endpoint> endpoints) {
            this.port = port;
            this.open = open;
            this.tunnels = tunnels;
            this.discovery = discovery;
            this.endpoints = new LinkedHashSet<>(endpoints);
        }

        Discovery discovery() {
            return discovery;
        }

        List<Endpoint> endpoints() {
            return List.copyOf(endpoints);
        }

        /** Adds the endpoints of a younger entry. One that goes where it was asked to has none, and wants none. */
        private void merge(Port younger) {
            if (discovery == Discovery.REQUESTED || younger.discovery == Discovery.REQUESTED) {
                return;
            }
            if (younger.discovery == Discovery.DNS) {
                discovery = Discovery.DNS;
            }
            endpoints.addAll(younger.endpoints);
        }
    }

    final String host;
    final String namespace;
    private final String entry;
    private final String where;
    private final OutwardHeaders outward;
    private final Map<Integer, Port> ports = new LinkedHashMap<>();
    private final Set<AddressRange> addresses = new LinkedHashSet<>();
    private final Set<String> subjectAltNames = new LinkedHashSet<>();
    private @Nullable Service service;

    /** Names the eldest of the entries that list the host. */
    ListedHost(String host, String namespace, String entry, String where, OutwardHeaders outward) {
        this.host = host;
        this.namespace = namespace;
        this.entry = entry;
        this.where = where;
        this.outward = outward;
    }

    /** Adds what an entry lists; what elder entries said stands, also of a port that has another protocol here. */
    void add(List<Port> more, List<AddressRange> ranges) {
        for (Port port : more) {
            Port elder = ports.putIfAbsent(port.port.number(), port);
            if (elder != null && elder.port.protocol() == port.port.protocol()) {
                elder.merge(port);
            }
        }
        addresses.addAll(ranges);
    }

    /** Adds names that the servers' certificates may have. */
    void addSubjectAltNames(List<String> names) {
        subjectAltNames.addAll(names);
    }

    List<String> subjectAltNames() {
        return List.copyOf(subjectAltNames);
    }

    /** The host as policy knows it, once all entries were added. */
    Service service() {
        Service present = service;
        if (present == null) {
            present = new Service(
                    host,
                    namespace,
                    entry,
                    where,
                    ports.values().stream()
                            .filter(port -> port.open || !isOpen())
                            .map(port -> port.port)
                            .toList(),
                    outward);
            service = present;
        }
        return present;
    }

    @Nullable
    Port port(int number) {
        return ports.get(number);
    }

    /** Whether requests may ask for the host on any port. */
    boolean isOpen() {
        return ports.isEmpty() || ports.values().stream().anyMatch(port -> port.open);
    }

    Iterable<Port> ports() {
        return ports.values();
    }

    List<AddressRange> addresses() {
        return List.copyOf(addresses);
    }
}
