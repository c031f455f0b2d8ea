package io.sallyport.compile;

import io.sallyport.istio.ServiceEntry;
import io.sallyport.istio.ServiceEntry.Resolution;
import io.sallyport.policy.AddressRange;
import io.sallyport.policy.Cluster.Discovery;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.IpLiteral;
import io.sallyport.policy.Protocol;
import io.sallyport.policy.ServicePort;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Turns ServiceEntries into listed hosts. Those that share a host are merged, as Istio does: the oldest leads. */
final class ServiceEntryCompiler {

    /** So that the weights of 20,000 endpoints can be added up. */
    private static final long LARGEST_WEIGHT = 100_000;

    private final ProblemCollector problems;
    private final Visibility visibility;
    private final DestinationRules rules;
    private final Map<String, ListedHost> byHost = new LinkedHashMap<>();

    ServiceEntryCompiler(ProblemCollector problems, Visibility visibility, DestinationRules rules) {
        this.problems = problems;
        this.visibility = visibility;
        this.rules = rules;
    }

    Registry compile(List<ServiceEntry> entries) {
        entries.stream().sorted(Age.OLDEST_FIRST).forEach(entry -> {
            new ServiceEntryCheck(problems.of(entry), entry).run(visibility.namespaceOf(entry));
            if (visibility.sees(entry, entry.exportTo())) {
                for (String host : entry.hosts()) {
                    add(entry, HostNames.normal(host));
                }
            }
        });
        return new Registry(byHost, rules);
    }

    private void add(ServiceEntry entry, String host) {
        ListedHost listed = byHost.computeIfAbsent(
                host,
                name -> new ListedHost(
                        name,
                        visibility.namespaceOf(entry),
                        entry.metadata().name(),
                        entry.where().file() + ":" + entry.where().line()));
        List<ListedHost.Port> ports = new ArrayList<>();
        for (ServiceEntry.Port written : entry.ports()) {
            ServicePort port = port(written);
            ports.add(new ListedHost.Port(port, discovery(entry), endpoints(entry, host, port)));
        }
        for (ServicePort conflicting : listed.add(ports, addresses(entry))) {
            problems.of(entry)
                    .warning(
                            entry.spec().field("ports"),
                            "conflicting-port",
                            conflicting.number(),
                            "port " + conflicting.number() + " of " + host + " has no effect: " + listed.title()
                                    + " lists it with another protocol and comes first");
        }
    }

    private static ServicePort port(ServiceEntry.Port written) {
        int number = (int) written.number();
        Long target = written.targetPort();
        Protocol protocol = ServiceEntryCheck.protocolOf(written).orElse(Protocol.SNIFFED);
        return new ServicePort(number, written.name(), protocol, target == null ? number : target.intValue());
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

    private static List<Endpoint> endpoints(ServiceEntry entry, String host, ServicePort port) {
        Resolution resolution = ServiceEntryCheck.resolution(entry);
        boolean resolved = resolution == Resolution.DNS || resolution == Resolution.DNS_ROUND_ROBIN;
        if (resolved && entry.endpoints().isEmpty() && entry.workloadSelector() == null) {
            return List.of(new Endpoint(host, port.targetPort(), 1, Map.of(), false));
        }
        List<Endpoint> endpoints = new ArrayList<>();
        for (io.sallyport.istio.Endpoint written : entry.endpoints()) {
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
