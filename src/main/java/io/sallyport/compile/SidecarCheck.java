package io.sallyport.compile;

import io.sallyport.istio.Destination;
import io.sallyport.istio.Sidecar;
import io.sallyport.istio.Sidecar.OutboundTrafficPolicy;
import io.sallyport.istio.Where;
import org.jspecify.annotations.Nullable;

/** What Istio's admission refuses in a Sidecar. */
final class SidecarCheck {

    private final ResourceProblems problems;
    private final FieldChecks checks;
    private final Sidecar sidecar;

    SidecarCheck(ResourceProblems problems, Sidecar sidecar) {
        this.problems = problems;
        this.checks = new FieldChecks(problems);
        this.sidecar = sidecar;
    }

    void run(String namespace) {
        if (sidecar.workloadSelector() != null) {
            checks.selector(
                    sidecar.workloadSelector().where().field("labels"),
                    sidecar.workloadSelector().labels());
        }
        boolean empty = sidecar.egress().isEmpty()
                && sidecar.ingress().isEmpty()
                && sidecar.outboundTrafficPolicy() == null
                && sidecar.inboundConnectionPool() == null;
        if (empty) {
            problems.error(
                    sidecar.spec(),
                    "empty",
                    null,
                    "the sidecar says nothing",
                    "egress, ingress, outboundTrafficPolicy or inboundConnectionPool");
        }
        new SidecarIngressCheck(problems).run(sidecar.ingress());
        new ConnectionPoolCheck(problems).run(sidecar.inboundConnectionPool());
        new SidecarEgressCheck(problems, namespace).run(sidecar.egress());
        outbound(sidecar.outboundTrafficPolicy());
    }

    private void outbound(@Nullable OutboundTrafficPolicy policy) {
        Destination proxy = policy == null ? null : policy.egressProxy();
        if (policy == null || proxy == null) {
            return;
        }
        if (policy.mode() != OutboundTrafficPolicy.Mode.ALLOW_ANY) {
            problems.error(
                    proxy.where(),
                    "conflicting-fields",
                    null,
                    "an egressProxy takes hosts that are not listed, which only mode ALLOW_ANY lets through",
                    "mode: ALLOW_ANY");
            return;
        }
        Where host = proxy.where().field("host");
        String fault = HostNames.faultOfName(proxy.host());
        if (fault != null) {
            checks.host(host, proxy.host(), fault);
        }
        if (proxy.port() == null) {
            problems.error(
                    proxy.where().field("port"), "missing-field", null, "an egressProxy needs a port", "port.number");
        } else {
            new DestinationCheck(problems).run(proxy);
        }
    }
}
