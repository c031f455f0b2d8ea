package io.sallyport.compile;

import io.sallyport.istio.ListenerPort;
import io.sallyport.istio.Sidecar;
import io.sallyport.istio.Sidecar.EgressListener;
import io.sallyport.istio.Sidecar.OutboundTrafficPolicy;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.Protocol;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the Sidecar that applies to the callers: that of their namespace, else that of the root namespace, of several
 * the oldest, and before them one for chosen workloads of their namespace, when they have its labels; a gateway has none.
 */
final class SidecarCompiler {

    private final ProblemCollector problems;
    private final Visibility visibility;
    /** The oldest of those for chosen workloads, us among them. */
    private @Nullable Sidecar chosen;

    SidecarCompiler(ProblemCollector problems, Visibility visibility) {
        this.problems = problems;
        this.visibility = visibility;
    }

    SidecarScope compile(List<Sidecar> sidecars) {
        Map<String, Sidecar> byNamespace = new HashMap<>();
        sidecars.stream().sorted(Age.OLDEST_FIRST).forEach(sidecar -> {
            String namespace = visibility.namespaceOf(sidecar);
            new SidecarCheck(problems.of(sidecar), sidecar).run(namespace);
            claim(sidecar, namespace, byNamespace);
        });
        Sidecar root = byNamespace.get(DestinationRules.ROOT_NAMESPACE);
        Sidecar ours = chosen == null ? byNamespace.getOrDefault(visibility.namespace(), root) : chosen;
        if (ours == null) {
            return SidecarScope.EVERYTHING;
        }
        if (visibility.isGateway()) {
            problems.of(ours).warning(ours.where(), "no-effect", null, "has no effect: a gateway obeys no Sidecar");
            return SidecarScope.EVERYTHING;
        }
        return scope(ours);
    }

    private void claim(Sidecar sidecar, String namespace, Map<String, Sidecar> byNamespace) {
        Sidecar.WorkloadSelector selector = sidecar.workloadSelector();
        // Without labels a selector selects all, as Istio reads it.
        if (selector != null && !selector.labels().isEmpty()) {
            choose(sidecar, selector, namespace);
            return;
        }
        Sidecar elder = byNamespace.putIfAbsent(namespace, sidecar);
        if (elder != null) {
            problems.of(sidecar)
                    .warning(
                            sidecar.where(),
                            "duplicate-sidecar",
                            null,
                            "has no effect: " + elder.title() + " is for the whole namespace, too, and comes first");
        }
    }

    private void choose(Sidecar sidecar, Sidecar.WorkloadSelector selector, String namespace) {
        if (!visibility.knowsLabels()) {
            problems.of(sidecar)
                    .warning(
                            selector.where(),
                            "not-enforced",
                            null,
                            "the labels of callers are not known (workload-labels), so the Sidecar applies to nobody");
        } else if (chosen == null
                && namespace.equals(visibility.namespace())
                && visibility.selects(selector.labels())) {
            chosen = sidecar;
        }
    }

    private SidecarScope scope(Sidecar sidecar) {
        ResourceProblems own = problems.of(sidecar);
        List<SidecarScope.Listener> listeners =
                sidecar.egress().stream().map(this::listener).toList();
        return new SidecarScope(listeners, outboundPolicy(own, sidecar.outboundTrafficPolicy()));
    }

    private SidecarScope.Listener listener(EgressListener written) {
        EgressHosts hosts = new EgressHosts(written, visibility.namespace());
        ListenerPort port = written.port();
        if (port == null) {
            return new SidecarScope.Listener(null, false, hosts);
        }
        boolean proxy = port.number() == 0
                || ListenerChecks.protocol(port)
                        .map(protocol -> protocol == Protocol.HTTP_PROXY)
                        .orElse(false);
        return new SidecarScope.Listener((int) port.number(), proxy, hosts);
    }

    private static @Nullable OutboundPolicy outboundPolicy(
            ResourceProblems own, @Nullable OutboundTrafficPolicy written) {
        if (written == null) {
            return null;
        }
        if (written.egressProxy() != null) {
            own.refused(written.egressProxy().where(), "hosts that are not listed are refused");
            return OutboundPolicy.REGISTRY_ONLY;
        }
        return written.mode() == OutboundTrafficPolicy.Mode.ALLOW_ANY
                ? OutboundPolicy.ALLOW_ANY
                : OutboundPolicy.REGISTRY_ONLY;
    }
}
