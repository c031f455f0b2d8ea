package io.sallyport.compile.analysis;

import io.sallyport.compile.Annotations;
import io.sallyport.istio.Endpoint;
import io.sallyport.istio.ServiceEntry;
import io.sallyport.policy.HttpsHandling;
import io.sallyport.policy.Protocol;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A host, and the ServiceEntries visible to the callers that list it, the oldest first. */
final class ListedName {

    /** A port as the oldest entry that has it says. */
    record Port(ServiceEntry entry, ServiceEntry.Port written, Protocol protocol) {

        /** How it is handled where it speaks HTTPS. */
        HttpsHandling https() {
            return Annotations.https(entry, written);
        }

        /** Whether the requests to it are read. */
        boolean isRead() {
            return protocol.isHttp() || https() != HttpsHandling.TUNNEL;
        }

        @Override
        public String toString() {
            return written.number() + (protocol == Protocol.SNIFFED ? "" : " " + protocol);
        }
    }

    final String host;
    private final List<ServiceEntry> entries = new ArrayList<>();
    private final Map<Long, Port> ports = new TreeMap<>();

    ListedName(String host) {
        this.host = host;
    }

    /** Adds a younger entry. */
    void add(ServiceEntry entry) {
        entries.add(entry);
        for (ServiceEntry.Port port : entry.ports()) {
            ports.putIfAbsent(port.number(), new Port(entry, port, protocol(port)));
        }
    }

    /** The protocol of a port; one that is unknown, which a check refuses, counts as none. */
    static Protocol protocol(ServiceEntry.Port port) {
        return Protocol.named(port.protocol() == null ? "" : port.protocol()).orElse(Protocol.SNIFFED);
    }

    /** The protocol in a sentence. */
    static String text(Protocol protocol) {
        return protocol == Protocol.SNIFFED ? "without protocol" : protocol.toString();
    }

    ServiceEntry eldest() {
        return entries.getFirst();
    }

    Collection<Port> ports() {
        return ports.values();
    }

    @Nullable
    Port port(long number) {
        return ports.get(number);
    }

    /** Whether the endpoints are known: written, all of them, or the host itself by DNS. */
    boolean hasKnownEndpoints() {
        return entries.stream().allMatch(entry -> entry.workloadSelector() == null && resolves(entry));
    }

    private static boolean resolves(ServiceEntry entry) {
        return switch (entry.resolution()) {
            case null -> false;
            case NONE, DYNAMIC_DNS -> false;
            case STATIC, DNS, DNS_ROUND_ROBIN -> true;
        };
    }

    /** Whether an endpoint has all the labels; with none, whether there is any endpoint at all. */
    boolean hasEndpoint(Map<String, String> labels) {
        for (ServiceEntry entry : entries) {
            if (entry.endpoints().isEmpty() && labels.isEmpty()) {
                return true;
            }
            for (Endpoint endpoint : entry.endpoints()) {
                if (endpoint.labels().entrySet().containsAll(labels.entrySet())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** {@code 80 HTTP, 443 HTTPS}. */
    String portList() {
        return ports.values().stream().map(Port::toString).collect(Collectors.joining(", "));
    }
}
