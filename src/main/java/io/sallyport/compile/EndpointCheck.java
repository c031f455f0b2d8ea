package io.sallyport.compile;

import io.sallyport.istio.Endpoint;
import io.sallyport.istio.ServiceEntry.Resolution;
import io.sallyport.istio.Where;
import java.util.Set;

/** What Istio's admission refuses in an endpoint of a ServiceEntry. */
final class EndpointCheck {

    private final ResourceProblems problems;
    private final FieldChecks checks;
    private final Set<String> portNames;
    private final boolean resolved;

    EndpointCheck(ResourceProblems problems, Set<String> portNames, Resolution resolution) {
        this.problems = problems;
        this.checks = new FieldChecks(problems);
        this.portNames = portNames;
        this.resolved = resolution == Resolution.DNS || resolution == Resolution.DNS_ROUND_ROBIN;
    }

    void run(Endpoint endpoint) {
        Where where = endpoint.where().field("address");
        String address = endpoint.address() == null ? "" : endpoint.address();
        if (address.isEmpty() && !resolved && endpoint.network() != null) {
            problems.warning(
                    endpoint.where(),
                    "no-endpoint",
                    null,
                    "has a network and no address, so that nothing is sent to it");
        } else if (ListenerChecks.isUnix(address) && !resolved) {
            unix(endpoint, address);
        } else if (!HostNames.isAddress(address)) {
            name(where, address);
        }
        ports(endpoint);
        checks.labels(endpoint.where().field("labels"), endpoint.labels());
    }

    private void name(Where where, String address) {
        String fault = resolved ? HostNames.faultOfName(address) : "resolution STATIC takes no names";
        if (address.isEmpty()) {
            problems.error(where, "missing-field", null, "an endpoint needs an address", "an IP address");
        } else if (fault != null) {
            problems.error(
                    where,
                    "bad-address",
                    address,
                    "endpoint address \"" + ResourceProblems.quoted(address) + "\" is not an IP address"
                            + (resolved ? " or host name: " : ": ") + fault,
                    resolved ? "an IP address or a DNS name without wildcard" : "an IP address");
        }
    }

    private void unix(Endpoint endpoint, String address) {
        Where where = endpoint.where().field("address");
        new ListenerChecks(problems).unixPath(where, address);
        if (!endpoint.ports().isEmpty()) {
            problems.error(
                    endpoint.where().field("ports"),
                    "conflicting-fields",
                    null,
                    "a unix socket has no ports",
                    "no ports");
        }
        if (portNames.size() != 1) {
            problems.error(
                    where, "bad-address", address, "a unix socket needs an entry of exactly one port", "one port");
        }
        problems.refused(where, "nothing is sent to it");
    }

    private void ports(Endpoint endpoint) {
        endpoint.ports().forEach((name, number) -> {
            Where where = endpoint.where().field("ports").field(name);
            checks.port(where, number);
            if (!portNames.contains(name)) {
                problems.error(
                        where,
                        "unknown-port",
                        name,
                        "\"" + ResourceProblems.quoted(name) + "\" is not the name of a port of the entry",
                        portNames.isEmpty()
                                ? "an entry with ports"
                                : "one of " + ResourceProblems.quoted(String.join(", ", portNames)));
            }
        });
    }
}
