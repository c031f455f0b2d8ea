package io.sallyport.compile;

import io.sallyport.istio.Endpoint;
import io.sallyport.istio.Where;
import io.sallyport.istio.WorkloadEntry;

/** What Istio's admission refuses in a WorkloadEntry, and what is not enforced. */
final class WorkloadEntryCheck {

    /** The CRD's bound on the name of a port, one less than that of other labels. */
    private static final int LONGEST_PORT_NAME = 62;

    private final ResourceProblems problems;
    private final FieldChecks checks;
    private final Endpoint endpoint;

    WorkloadEntryCheck(ResourceProblems problems, WorkloadEntry workload) {
        this.problems = problems;
        this.checks = new FieldChecks(problems);
        this.endpoint = workload.endpoint();
    }

    void run() {
        address(endpoint.where().field("address"), endpoint.address() == null ? "" : endpoint.address());
        endpoint.ports().forEach((name, number) -> {
            Where where = endpoint.where().field("ports").field(name);
            checks.port(where, number);
            if (name.length() > LONGEST_PORT_NAME) {
                problems.error(
                        where,
                        "bad-name",
                        name,
                        "the port name is longer than " + LONGEST_PORT_NAME + " characters",
                        "at most " + LONGEST_PORT_NAME);
            } else {
                checks.label(where, "port name", name);
            }
        });
        checks.labels(endpoint.where().field("labels"), endpoint.labels());
    }

    private void address(Where where, String address) {
        boolean network = endpoint.network() != null && !endpoint.network().isEmpty();
        if (address.isEmpty() && network) {
            problems.warning(
                    endpoint.where(),
                    "no-endpoint",
                    null,
                    "has a network and no address, so that nothing is sent to it");
        } else if (address.isEmpty()) {
            problems.error(where, "missing-field", null, "an address is required", "an IP address or a DNS name");
        } else if (ListenerChecks.isUnix(address)) {
            new ListenerChecks(problems).unixPath(where, address);
            if (endpoint.where().has("ports")) {
                problems.error(
                        endpoint.where().field("ports"),
                        "conflicting-fields",
                        null,
                        "a unix socket has no ports",
                        "no ports");
            }
            problems.refused(where, "nothing is sent to it");
        } else if (!HostNames.isAddress(address)) {
            String fault = HostNames.faultOfName(address);
            if (fault != null) {
                problems.error(
                        where,
                        "bad-address",
                        address,
                        "the address \"" + ResourceProblems.quoted(address)
                                + "\" is neither an IP address nor a host name: " + fault,
                        "an IP address or a DNS name without wildcard");
            }
        }
    }
}
