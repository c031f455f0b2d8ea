package io.sallyport.compile;

import io.sallyport.istio.VirtualService;
import io.sallyport.policy.HostIndex;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives hosts their routes. On one host one VirtualService counts, whole: the one whose host is most specific, then
 * the oldest, then the first by name.
 */
final class VirtualServiceCompiler {

    private final ProblemCollector problems;
    private final Visibility visibility;
    private final Registry registry;
    private final HostCompiler hosts;

    /** A VirtualService that has HTTP routes for us. */
    private record Claim(VirtualService owner, HttpRouteCompiler routes) {}

    VirtualServiceCompiler(ProblemCollector problems, Visibility visibility, Registry registry, HostCompiler hosts) {
        this.problems = problems;
        this.visibility = visibility;
        this.registry = registry;
        this.hosts = hosts;
    }

    void compile(List<VirtualService> virtualServices) {
        Map<String, Claim> byHost = new LinkedHashMap<>();
        virtualServices.stream().sorted(Age.OLDEST_FIRST).forEach(owner -> {
            ResourceProblems own = problems.of(owner);
            new VirtualServiceCheck(own, owner).run(visibility.namespaceOf(owner));
            HttpRouteCompiler routes = new HttpRouteCompiler(
                    own, owner, visibility, new DestinationCompiler(own, owner, visibility, registry));
            // One without HTTP routes leaves HTTP to others of the same host.
            if (applies(owner) && !owner.http().isEmpty()) {
                claim(new Claim(owner, routes), byHost);
            }
        });
        byHost.keySet().stream().filter(host -> !hosts.has(host)).forEach(hosts::addUnlisted);
        HostIndex<Claim> claims = new HostIndex<>(byHost);
        for (String host : hosts.names()) {
            Claim claim = claims.find(host);
            if (claim != null) {
                hosts.httpPorts(host)
                        .forEach(port -> hosts.route(host, port, claim.routes().routes(port)));
            }
        }
    }

    private boolean applies(VirtualService owner) {
        return visibility.sees(owner, owner.exportTo()) && visibility.binds(owner, owner.gateways());
    }

    private void claim(Claim claim, Map<String, Claim> byHost) {
        VirtualService owner = claim.owner();
        for (int i = 0; i < owner.hosts().size(); i++) {
            String host = registry.resolved(owner.hosts().get(i), visibility.namespaceOf(owner));
            Claim earlier = byHost.putIfAbsent(host, claim);
            if (earlier != null && !earlier.equals(claim)) {
                problems.of(owner)
                        .warning(
                                owner.spec().field("hosts").index(i),
                                "duplicate-host",
                                host,
                                "has no effect: " + earlier.owner().title() + " is for the same host and comes first");
            }
        }
    }
}
