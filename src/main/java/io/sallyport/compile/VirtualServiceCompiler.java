package io.sallyport.compile;

import io.sallyport.istio.VirtualService;
import io.sallyport.policy.HostIndex;
import io.sallyport.policy.HttpRoute;
import io.sallyport.policy.ServicePort;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Gives hosts their routes. In the mesh one VirtualService counts on one host, whole: the one whose host is most
 * specific, then the oldest, then the first by name. At a gateway those of the same host are merged in that order, and
 * routes that take everything go last.
 */
final class VirtualServiceCompiler {

    private final ProblemCollector problems;
    private final Visibility visibility;
    private final Registry registry;
    private final HostCompiler hosts;
    private final RetryCompiler retries;

    /** A VirtualService that has HTTP routes for us. */
    private record Claim(VirtualService owner, HttpRouteCompiler routes) {}

    VirtualServiceCompiler(
            ProblemCollector problems,
            Visibility visibility,
            Registry registry,
            HostCompiler hosts,
            RetryCompiler retries) {
        this.problems = problems;
        this.visibility = visibility;
        this.registry = registry;
        this.hosts = hosts;
        this.retries = retries;
    }

    void compile(List<VirtualService> virtualServices) {
        Delegation delegation = new Delegation(problems, visibility, virtualServices);
        Map<String, List<Claim>> byHost = new LinkedHashMap<>();
        virtualServices.stream().sorted(Age.OLDEST_FIRST).forEach(owner -> {
            new VirtualServiceCheck(problems.of(owner), owner, visibility.knowsLabels())
                    .run(visibility.namespaceOf(owner));
            HttpRouteCompiler routes =
                    new HttpRouteCompiler(problems, owner, delegation.routes(owner), visibility, registry, retries);
            // One without HTTP routes leaves HTTP to others of the same host.
            if (applies(owner) && !owner.http().isEmpty()) {
                claim(new Claim(owner, routes), byHost);
            }
        });
        delegation.reportUnused();
        byHost.keySet().stream().filter(host -> !hosts.has(host)).forEach(hosts::addUnlisted);
        HostIndex<List<Claim>> claims = new HostIndex<>(byHost);
        for (String host : hosts.names()) {
            List<Claim> claim = claims.find(host);
            if (claim != null) {
                hosts.httpPorts(host).forEach(port -> route(host, port, claim));
                hosts.tunnelledPorts(host).forEach(port -> boundTunnels(host, port, claim));
            }
        }
    }

    private boolean applies(VirtualService owner) {
        return visibility.sees(owner, owner.exportTo())
                && visibility.binds(owner, owner.gateways())
                && visibility.imports(owner);
    }

    private void route(String host, int port, List<Claim> claims) {
        List<Claim> ours = ours(host, port, claims);
        if (!ours.isEmpty()) {
            hosts.route(host, port, routes(ours, port));
        }
    }

    /** Those that count for a port: at a gateway all of them, in the mesh the first. */
    private List<Claim> ours(String host, int port, List<Claim> claims) {
        List<Claim> ours = claims.stream()
                .filter(claim -> visibility.routes(claim.owner(), host, port))
                .toList();
        return visibility.isGateway() || ours.isEmpty() ? ours : ours.subList(0, 1);
    }

    /** A route for all requests is the only one that is sure to be for those of a tunnel, too. */
    private void boundTunnels(String host, ServicePort port, List<Claim> claims) {
        if (!port.protocol().isTls()) {
            return;
        }
        ListedHost listed = registry.covering(host);
        ListedHost.Port written = listed == null ? null : listed.port(port.number());
        boolean all = written != null && written.tunnels.bounded();
        for (Claim claim : ours(host, port.number(), claims)) {
            Duration timeout = all || Annotations.boundsTunnels(claim.owner())
                    ? claim.routes().timeoutOfAll(port.number())
                    : null;
            if (timeout != null) {
                hosts.boundTunnels(host, port.number(), timeout);
                return;
            }
        }
    }

    private static List<HttpRoute> routes(List<Claim> claims, int port) {
        if (claims.size() == 1) {
            return claims.getFirst().routes().routes(port);
        }
        List<HttpRoute> merged = new ArrayList<>();
        for (boolean takesEverything : new boolean[] {false, true}) {
            for (Claim claim : claims) {
                claim.routes().routes(port).stream()
                        .map(route -> route.part(takesEverything))
                        .filter(Objects::nonNull)
                        .forEach(merged::add);
            }
        }
        return merged;
    }

    private void claim(Claim claim, Map<String, List<Claim>> byHost) {
        VirtualService owner = claim.owner();
        for (int i = 0; i < owner.hosts().size(); i++) {
            String written = registry.resolved(owner.hosts().get(i), visibility.namespaceOf(owner));
            Set<String> claimed = visibility.claimed(owner, written);
            if (claimed.isEmpty()) {
                problems.of(owner)
                        .warning(
                                owner.spec().field("hosts").index(i),
                                "unserved-host",
                                written,
                                "has no effect: the Gateway serves no HTTP for it");
            }
            for (String host : claimed) {
                claim(claim, host, i, byHost.computeIfAbsent(host, ignored -> new ArrayList<>(1)));
            }
        }
    }

    private void claim(Claim claim, String host, int index, List<Claim> claims) {
        if (claims.isEmpty()) {
            claims.add(claim);
        } else if (claims.getLast().equals(claim)) {
            // Two of its hosts are one here.
            return;
        } else if (visibility.severalMayApply()) {
            claims.add(claim);
        } else {
            problems.of(claim.owner())
                    .warning(
                            claim.owner().spec().field("hosts").index(index),
                            "duplicate-host",
                            host,
                            "has no effect: " + claims.getFirst().owner().title()
                                    + " is for the same host and comes first (IST0109)");
        }
    }
}
