package io.sallyport.compile;

import io.sallyport.istio.VirtualService;
import io.sallyport.policy.ServicePort;
import io.sallyport.policy.TunnelRoute;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives hosts their routes for tunnels. Other than for HTTP, all VirtualServices whose hosts cover a host count, wildcards
 * too, the oldest first (Istio: tls.go).
 */
final class TunnelRouting {

    /** A VirtualService with routes for tunnels, in its place by age. */
    private record Source(int age, VirtualService owner, TunnelRouteCompiler routes) {}

    private final ProblemCollector problems;
    private final Visibility visibility;
    private final Registry registry;
    private final HostCompiler hosts;
    private final Map<String, List<Source>> byHost = new HashMap<>();
    /** Those of {@link #byHost} whose star is not a whole label. */
    private final List<String> partials = new ArrayList<>();

    TunnelRouting(ProblemCollector problems, Visibility visibility, Registry registry, HostCompiler hosts) {
        this.problems = problems;
        this.visibility = visibility;
        this.registry = registry;
        this.hosts = hosts;
    }

    /** Takes them in. Hosts that only they name, below a listed wildcard, become hosts of their own. */
    void add(List<VirtualService> virtualServices) {
        List<VirtualService> ours = virtualServices.stream()
                .filter(owner -> !owner.tls().isEmpty() || !owner.tcp().isEmpty())
                .filter(owner -> visibility.sees(owner, owner.exportTo())
                        && visibility.binds(owner, owner.gateways())
                        && visibility.imports(owner))
                .sorted(Age.OLDEST_FIRST)
                .toList();
        for (int age = 0; age < ours.size(); age++) {
            VirtualService owner = ours.get(age);
            Source source =
                    new Source(age, owner, new TunnelRouteCompiler(problems.of(owner), owner, visibility, registry));
            for (String written : owner.hosts()) {
                String host = registry.resolved(written, visibility.namespaceOf(owner));
                byHost.computeIfAbsent(host, ignored -> new ArrayList<>(1)).add(source);
                if (host.startsWith("*") && host.length() > 1 && host.charAt(1) != '.') {
                    partials.add(host);
                }
                if (!hosts.has(host) && registry.covering(host) != null) {
                    hosts.addUnlisted(host);
                }
            }
        }
    }

    /** Sets the routes of every port of every host. */
    void route() {
        if (byHost.isEmpty()) {
            return;
        }
        for (String host : hosts.names()) {
            List<Source> sources = covering(host);
            if (!sources.isEmpty()) {
                hosts.tunnelledPorts(host)
                        .forEach(port -> hosts.routeTunnels(host, port.number(), routes(host, port, sources)));
            }
        }
    }

    private List<Source> covering(String host) {
        List<Source> sources = new ArrayList<>(byHost.getOrDefault(host, List.of()));
        for (int dot = host.indexOf('.', 1); dot >= 0; dot = host.indexOf('.', dot + 1)) {
            String wildcard = "*" + host.substring(dot);
            if (!wildcard.equals(host)) {
                sources.addAll(byHost.getOrDefault(wildcard, List.of()));
            }
        }
        if (!host.equals("*")) {
            sources.addAll(byHost.getOrDefault("*", List.of()));
        }
        for (String partial : partials) {
            if (!partial.equals(host) && host.endsWith(partial.substring(1))) {
                sources.addAll(byHost.getOrDefault(partial, List.of()));
            }
        }
        return sources.stream()
                .distinct()
                .sorted(Comparator.comparingInt(Source::age))
                .toList();
    }

    private List<TunnelRoute> routes(String host, ServicePort port, List<Source> sources) {
        List<TunnelRouteCompiler.Candidate> candidates = new ArrayList<>();
        for (Source source : sources) {
            // A gateway's TLS servers are bound by the routes' own gateways; a Sidecar may show routes for some ports.
            if (!visibility.isGateway() && !visibility.routes(source.owner(), host, port.number())) {
                continue;
            }
            candidates.addAll(
                    port.protocol().isTls()
                            ? source.routes().tls(port.number())
                            : source.routes().tcp(port.number()));
            if (!candidates.isEmpty() && candidates.getLast().takesEverything()) {
                break;
            }
        }
        return candidates.stream()
                .sorted(TunnelRouteCompiler.Candidate.MOST_SPECIFIC_FIRST)
                .map(TunnelRouteCompiler.Candidate::route)
                .toList();
    }
}
