package io.sallyport.compile;

import io.sallyport.istio.Gateway;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the Gateways that this process acts as, and what they serve. */
final class GatewayCompiler {

    private final ProblemCollector problems;
    private final Visibility visibility;

    GatewayCompiler(ProblemCollector problems, Visibility visibility) {
        this.problems = problems;
        this.visibility = visibility;
    }

    /** What ours serve, by {@code namespace/name}. */
    Map<String, GatewayServers> compile(List<Gateway> gateways) {
        Map<String, GatewayServers> ours = new HashMap<>();
        for (Gateway gateway : gateways) {
            ResourceProblems own = problems.of(gateway);
            new GatewayCheck(own, gateway).run();
            String namespace = visibility.namespaceOf(gateway);
            String name = namespace + "/" + gateway.metadata().name();
            if (visibility.actsAs(name)) {
                ours.put(name, new GatewayServers(gateway, namespace));
            } else {
                own.warning(
                        gateway.where(),
                        "no-effect",
                        null,
                        "has no effect: this process does not act as gateway " + name);
            }
        }
        return ours;
    }
}
