package io.sallyport.compile;

import io.sallyport.istio.ServiceEntry;
import io.sallyport.istio.ServiceEntry.Resolution;
import io.sallyport.policy.AddressRange;
import io.sallyport.policy.Cluster.Discovery;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.HttpsHandling;
import io.sallyport.policy.IpLiteral;
import io.sallyport.policy.Protocol;
import io.sallyport.policy.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Turns ServiceEntries into listed hosts. Those that share a host are merged, as Istio does: the oldest leads. */
final class ServiceEntryCompiler {

    /** So that the weights of 20,000 endpoints can be added up. */
    private static final long LARGEST_WEIGHT = 100_000;

    /** One host of an entry, and the endpoints that the entry lists or selects. */
    private record Listing(ServiceEntry entry, String host, List<io.sallyport.istio.Endpoint> endpoints) {}

    private final ProblemCollector problems;
    private final Visibility visibility;
    private final DestinationRules rules;
    private final Workloads workloads;
    private final Map<String, ListedHost> byHost = new LinkedHashMap<>();

    ServiceEntryCompiler(
            ProblemCollector problems, Visibility visibility, DestinationRules rules, Workloads workloads) {
        this.problems = problems;
        this.visibility = visibility;
        this.rules = rules;
        this.workloads = workloads;
    }

    Registry compile(List<ServiceEntry> entries) {
        List<Listing> hidden = new ArrayList<>();
        entries.stream().sorted(Age.OLDEST_FIRST).forEach(entry -> {
            new ServiceEntryCheck(problems.of(entry), entry).run(visibility.namespaceOf(entry));
            List<io.sallyport.istio.Endpoint> endpoints = workloads.endpoints(entry);
            if (visibility.sees(entry, entry.exportTo())) {
                for (String written : entry.hosts()) {
                    Listing listing = new Listing(entry, HostNames.normal(written), endpoints);
                    if (isOpen(listing)) {
                        add(listing);
                    } else {
                        hidden.add(listing);
                    }
                }
            }
        });
        // What the Sidecar hides is a destination of routes still, unless it shows the host of another namespace.
        Set<String> open = Set.copyOf(byHost.keySet());
        hidden.stream().filter(listing -> !open.contains(listing.host())).forEach(this::add);
        workloads.reportUnselected();
        return new Registry(byHost, rules, visibility.servedPorts(), visibility.locality());
    }

    private boolean isOpen(Listing listing) {
        List<ServiceEntry.Port> ports = listing.entry().ports();
        return ports.isEmpty()
                || ports.stream()
                        .anyMatch(port -> visibility.opens(listing.entry(), listing.host(), (int) port.number()));
    }

    private void add(Listing listing) {
        ServiceEntry entry = listing.entry();
        String host = listing.host();
        ListedHost listed = byHost.computeIfAbsent(
                host,
                name -> new ListedHost(
                        name,
                        visibility.namespaceOf(entry),
                        entry.metadata().name(),
                        entry.where().file() + ":" + entry.where().line(),
                        Annotations.outward(entry, visibility.outward())));
        listed.addSubjectAltNames(entry.subjectAltNames());
        List<ListedHost.Port> ports = new ArrayList<>();
        for (ServiceEntry.Port written : entry.ports()) {
            ServicePort port = port(entry, written);
            reportOtherHandling(entry, written, listed.port(port.number()));
            boolean open = visibility.opens(entry, host, port.number());
            ports.add(new ListedHost.Port(
                    port, open, TunnelTerms.of(entry, port), discovery(entry), endpoints(listing, port)));
        }
        listed.add(ports, addresses(entry));
    }

    private void reportOtherHandling(ServiceEntry entry, ServiceEntry.Port written, ListedHost.@Nullable Port elder) {
        if (elder == null || Annotations.written(entry, Annotations.HTTPS) == null || !Annotations.isHttps(written)) {
            return;
        }
        HttpsHandling asked = Annotations.https(entry, written);
        if (asked != elder.port.https()) {
            problems.of(entry)
                    .warning(
                            Annotations.where(entry, Annotations.HTTPS),
                            "other-handling",
                            Annotations.word(asked),
                            "has no effect on port " + written.number()
                                    + ": an entry that lists the same host and port comes first, and handles it as "
                                    + Annotations.word(elder.port.https()));
        }
    }

    private static ServicePort port(ServiceEntry entry, ServiceEntry.Port written) {
        int number = (int) written.number();
        Long target = written.targetPort();
        Protocol protocol = ServiceEntryCheck.protocolOf(written).orElse(Protocol.SNIFFED);
        return new ServicePort(
                number,
                written.name(),
                protocol,
                target == null ? number : target.intValue(),
                Annotations.https(entry, written));
    }

    private static Discovery discovery(ServiceEntry entry) {
        return switch (ServiceEntryCheck.resolution(entry)) {
            case NONE, DYNAMIC_DNS -> Discovery.REQUESTED;
            case STATIC -> Discovery.STATIC;
            case DNS, DNS_ROUND_ROBIN -> Discovery.DNS;
        };
    }

    private static List<AddressRange> addresses(ServiceEntry entry) {
        List<AddressRange> ranges = new ArrayList<>();
        for (String address : entry.addresses()) {
            if (AddressRange.isRange(address)) {
                ranges.add(AddressRange.parse(address));
            }
        }
        return ranges;
    }

    private static List<Endpoint> endpoints(Listing listing, ServicePort port) {
        ServiceEntry entry = listing.entry();
        Resolution resolution = ServiceEntryCheck.resolution(entry);
        boolean resolved = resolution == Resolution.DNS || resolution == Resolution.DNS_ROUND_ROBIN;
        if (resolved && entry.endpoints().isEmpty() && entry.workloadSelector() == null) {
            return List.of(new Endpoint(listing.host(), port.targetPort(), 1, Map.of(), false));
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (io.sallyport.istio.Endpoint written : listing.endpoints()) {
            String address = written.address();
            if (address == null || address.isEmpty() || ListenerChecks.isUnix(address)) {
                continue;
            }
            // Istio's precedence: the endpoint's own port, then targetPort, then the number.
            Long own = written.ports().get(port.name());
            Long weight = written.weight();
            endpoints.add(new Endpoint(
                    HostNames.normal(address),
                    own == null ? port.targetPort() : own.intValue(),
                    weight == null || weight < 1 ? 1 : (int) Math.min(weight, LARGEST_WEIGHT),
                    written.labels(),
                    written.locality() == null ? "" : written.locality(),
                    IpLiteral.parse(address) != null));
        }
        return endpoints;
    }
}
