package io.sallyport.compile;

import io.sallyport.istio.ServiceEntry;
import io.sallyport.istio.ServiceEntry.Resolution;
import io.sallyport.istio.Where;
import io.sallyport.policy.Protocol;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What Istio's admission refuses in a ServiceEntry, and what is not enforced. */
final class ServiceEntryCheck {

    private final ResourceProblems problems;
    private final FieldChecks checks;
    private final ServiceEntry entry;
    private final Where spec;
    private final Resolution resolution;

    ServiceEntryCheck(ResourceProblems problems, ServiceEntry entry) {
        this.problems = problems;
        this.checks = new FieldChecks(problems);
        this.entry = entry;
        this.spec = entry.spec();
        this.resolution = resolution(entry);
    }

    /** Istio's default is NONE. */
    static Resolution resolution(ServiceEntry entry) {
        return entry.resolution() == null ? Resolution.NONE : entry.resolution();
    }

    void run(String namespace) {
        hosts();
        ports();
        addresses();
        endpoints();
        switch (resolution) {
            case NONE -> {
                // nothing more to obey
            }
            case STATIC -> reachable();
            case DNS, DNS_ROUND_ROBIN -> resolvable();
            case DYNAMIC_DNS -> dynamic();
        }
        severalHosts();
        checks.exportTo(entry.exportTo(), namespace, true);
        if (entry.workloadSelector() != null) {
            checks.selector(
                    entry.workloadSelector().where().field("labels"),
                    entry.workloadSelector().labels());
        }
    }

    private void hosts() {
        for (int i = 0; i < entry.hosts().size(); i++) {
            String host = entry.hosts().get(i);
            Where where = spec.field("hosts").index(i);
            if (host.equals("*")) {
                checks.host(where, host, "a wildcard for all hosts is not allowed here");
                continue;
            }
            checks.wildcardHost(where, host);
            if (host.startsWith("*") && !host.startsWith("*.") && resolution != Resolution.DYNAMIC_DNS) {
                problems.warning(
                        where,
                        "partial-wildcard",
                        host,
                        "the star stands for a part of a label, which Istio discourages");
            }
        }
    }

    private void ports() {
        Set<Long> numbers = new HashSet<>();
        Set<String> names = new HashSet<>();
        for (ServiceEntry.Port port : entry.ports()) {
            Where where = port.where();
            checks.port(where.field("number"), port.number());
            checks.port(where.field("targetPort"), port.targetPort());
            checks.label(where.field("name"), "port name", port.name());
            if (!numbers.add(port.number())) {
                duplicate(where.field("number"), "port number " + port.number());
            }
            if (!names.add(port.name())) {
                duplicate(where.field("name"), "port name \"" + ResourceProblems.quoted(port.name()) + "\"");
            }
            protocol(port);
        }
    }

    private void duplicate(Where where, String what) {
        problems.error(where, "duplicate-port", null, what + " is already defined", "each number and each name once");
    }

    private void protocol(ServiceEntry.Port port) {
        String written = port.protocol();
        Optional<Protocol> protocol = protocolOf(port);
        if (protocol.isEmpty()) {
            problems.error(
                    port.where().field("protocol"),
                    "bad-protocol",
                    written,
                    "\"" + ResourceProblems.quoted(String.valueOf(written)) + "\" is not a protocol",
                    "one of HTTP, HTTPS, HTTP2, GRPC, GRPC-WEB, TCP, TLS, MONGO, MYSQL, REDIS, UDP");
        } else if (protocol.get() == Protocol.UDP) {
            problems.warning(
                    port.where().field("protocol"),
                    "not-enforced",
                    written,
                    "is not carried by a proxy of HTTP and TCP");
        }
    }

    /** The protocol of a port; empty when there is none such. */
    static Optional<Protocol> protocolOf(ServiceEntry.Port port) {
        return Protocol.named(port.protocol() == null ? "" : port.protocol());
    }

    private void addresses() {
        for (int i = 0; i < entry.addresses().size(); i++) {
            String address = entry.addresses().get(i);
            Where where = spec.field("addresses").index(i);
            boolean range = address.contains("/");
            checks.range(where, address);
            if (range && resolution != Resolution.NONE && resolution != Resolution.STATIC) {
                problems.error(
                        where,
                        "bad-address",
                        address,
                        "is a CIDR range, which resolution " + resolution + " cannot have",
                        "an IP address, or resolution NONE or STATIC");
            }
        }
    }

    private void endpoints() {
        Where where = spec.field("endpoints");
        if (spec.has("endpoints") && entry.workloadSelector() != null) {
            problems.error(
                    where,
                    "conflicting-fields",
                    null,
                    "endpoints and workloadSelector exclude each other",
                    "one of the two");
        }
        boolean present = !entry.endpoints().isEmpty();
        if (present && (resolution == Resolution.NONE || resolution == Resolution.DYNAMIC_DNS)) {
            problems.error(
                    where,
                    "conflicting-fields",
                    null,
                    "resolution " + resolution + " cannot have endpoints",
                    "resolution STATIC or DNS");
        }
        if (resolution == Resolution.DNS_ROUND_ROBIN && entry.endpoints().size() > 1) {
            problems.error(
                    where,
                    "too-many-items",
                    entry.endpoints().size(),
                    "resolution DNS_ROUND_ROBIN cannot have more than one endpoint",
                    "at most one");
        }
        Set<String> names = new HashSet<>();
        entry.ports().forEach(port -> names.add(port.name()));
        EndpointCheck check = new EndpointCheck(problems, names, resolution);
        entry.endpoints().forEach(check::run);
    }

    private void reachable() {
        if (entry.endpoints().isEmpty() && entry.workloadSelector() == null) {
            problems.warning(
                    spec.field("resolution"),
                    "no-endpoint",
                    null,
                    "is STATIC without endpoints, so that requests get 503");
        }
    }

    private void resolvable() {
        for (int i = 0; i < entry.hosts().size() && entry.endpoints().isEmpty(); i++) {
            String fault = HostNames.faultOfName(entry.hosts().get(i));
            if (fault != null) {
                problems.error(
                        spec.field("hosts").index(i),
                        "not-resolvable",
                        entry.hosts().get(i),
                        "\"" + ResourceProblems.quoted(entry.hosts().get(i)) + "\" cannot be resolved by DNS",
                        "a full host name, endpoints, or resolution NONE or DYNAMIC_DNS");
            }
        }
    }

    private void dynamic() {
        for (int i = 0; i < entry.hosts().size(); i++) {
            if (!entry.hosts().get(i).startsWith("*")) {
                problems.error(
                        spec.field("hosts").index(i),
                        "bad-host",
                        entry.hosts().get(i),
                        "resolution DYNAMIC_DNS is for wildcard hosts only",
                        "*.name, or resolution DNS");
            }
        }
        if (!entry.addresses().isEmpty()) {
            problems.error(
                    spec.field("addresses"),
                    "conflicting-fields",
                    null,
                    "resolution DYNAMIC_DNS cannot have addresses",
                    "no addresses");
        }
        for (ServiceEntry.Port port : entry.ports()) {
            Protocol protocol = protocolOf(port).orElse(Protocol.SNIFFED);
            boolean fits = switch (protocol) {
                case HTTP, HTTP2, GRPC, TLS -> true;
                case HTTP_PROXY, GRPC_WEB, HTTPS, TCP, MONGO, MYSQL, REDIS, UDP, SNIFFED -> false;
            };
            if (!fits) {
                problems.error(
                        port.where().field("protocol"),
                        "bad-protocol",
                        port.protocol(),
                        "resolution DYNAMIC_DNS cannot have this protocol",
                        "HTTP, HTTP2, GRPC or TLS");
            }
        }
    }

    /** Plain TCP does not say which host is meant. */
    private void severalHosts() {
        if (resolution == Resolution.NONE || entry.hosts().size() < 2) {
            return;
        }
        for (ServiceEntry.Port port : entry.ports()) {
            Protocol protocol = protocolOf(port).orElse(Protocol.SNIFFED);
            boolean named = protocol == Protocol.HTTPS
                    || protocol == Protocol.TLS
                    || (protocol.isHttp() && protocol != Protocol.SNIFFED);
            if (!named) {
                problems.error(
                        port.where(),
                        "bad-protocol",
                        port.protocol(),
                        "several hosts cannot share a port that is neither HTTP nor TLS",
                        "one host an entry, or resolution NONE");
                return;
            }
        }
    }
}
