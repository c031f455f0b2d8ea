package io.sallyport.compile;

import com.google.re2j.Pattern;
import io.sallyport.istio.Destination;
import io.sallyport.istio.L4MatchAttributes;
import io.sallyport.istio.RouteDestination;
import io.sallyport.istio.TcpRoute;
import io.sallyport.istio.TlsMatchAttributes;
import io.sallyport.istio.TlsRoute;
import io.sallyport.istio.VirtualService;
import io.sallyport.istio.Where;
import io.sallyport.policy.HostIndex;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Istio's admission refuses in a VirtualService, its TLS and TCP routes included, and what is not enforced. */
final class VirtualServiceCheck {

    /** What Istio's gateways name clusters of other meshes by, though no DNS name has an underscore. */
    private static final Pattern CLUSTER_NAME =
            Pattern.compile("outbound_\\.[0-9]+_\\.[-a-zA-Z0-9]*_\\.[-a-zA-Z0-9.]+");

    private final ResourceProblems problems;
    private final FieldChecks checks;
    private final VirtualService owner;
    private final Where spec;
    private final HostIndex<String> hosts;
    private final boolean labelsKnown;

    /** @param labelsKnown whether {@code sourceLabels} can be asked for */
    VirtualServiceCheck(ResourceProblems problems, VirtualService owner, boolean labelsKnown) {
        this.labelsKnown = labelsKnown;
        this.problems = problems;
        this.checks = new FieldChecks(problems);
        this.owner = owner;
        this.spec = owner.spec();
        Map<String, String> byName = new HashMap<>();
        owner.hosts().forEach(host -> byName.put(HostNames.normal(host), host));
        this.hosts = new HostIndex<>(byName);
    }

    void run(String namespace) {
        boolean delegate = owner.hosts().isEmpty();
        if (delegate) {
            delegate();
        }
        checks.gateways(spec.field("gateways"), owner.gateways());
        hosts();
        if (owner.http().isEmpty() && owner.tls().isEmpty() && owner.tcp().isEmpty()) {
            problems.error(spec, "no-route", null, "has no route", "http, tls or tcp");
        }
        HttpRouteCheck routes = new HttpRouteCheck(problems, delegate);
        owner.http().forEach(routes::run);
        owner.tls().forEach(this::tls);
        owner.tcp().forEach(this::tcp);
        checks.exportTo(owner.exportTo(), namespace, false);
    }

    private void delegate() {
        for (String field : List.of("gateways", "tls", "tcp")) {
            if (spec.has(field)) {
                problems.error(
                        spec.field(field),
                        "conflicting-fields",
                        null,
                        "a VirtualService without hosts is a delegate, which has no " + field,
                        "http alone");
            }
        }
    }

    private void hosts() {
        boolean mesh = owner.gateways().isEmpty() || owner.gateways().contains("mesh");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < owner.hosts().size(); i++) {
            String host = owner.hosts().get(i);
            Where where = spec.field("hosts").index(i);
            String fault = HostNames.faultOfWildcard(host);
            if (host.equals("*") && mesh) {
                checks.host(where, host, "a wildcard for all hosts is for gateways only");
            } else if (fault != null && !HostNames.isAddress(host) && !isClusterName(host)) {
                checks.host(where, host, fault);
            }
            String broader = broader(HostNames.normal(host));
            if (!seen.add(HostNames.normal(host)) || broader != null) {
                problems.error(
                        where,
                        "duplicate-host",
                        host,
                        "\"" + ResourceProblems.quoted(host) + "\" is a duplicate of "
                                + (broader == null
                                        ? "an earlier host"
                                        : "\"" + ResourceProblems.quoted(broader) + "\""),
                        "each host once");
            }
        }
    }

    /** Another host of the resource, a wildcard that covers this one. */
    private @Nullable String broader(String host) {
        if (host.equals("*")) {
            return null;
        }
        return hosts.wildcard(host.startsWith("*") ? host.substring(1) : host);
    }

    private void tls(TlsRoute route) {
        if (route.match().isEmpty()) {
            problems.error(route.where(), "missing-field", null, "a TLS route needs a match", "match with sniHosts");
        }
        if (route.route().isEmpty()) {
            problems.error(
                    route.where(), "missing-field", null, "a TLS route needs a route", "route with a destination");
        }
        for (TlsMatchAttributes match : route.match()) {
            Where where = match.where();
            if (match.sniHosts().isEmpty()) {
                problems.error(where, "missing-field", null, "a TLS match needs an SNI host", "sniHosts");
            }
            for (int i = 0; i < match.sniHosts().size(); i++) {
                sni(where.field("sniHosts").index(i), match.sniHosts().get(i));
            }
            l4(where, match.destinationSubnets(), match.port(), match.sourceLabels(), match.gateways());
        }
        destinations(route.where(), route.route());
    }

    private void sni(Where where, String host) {
        String fault = HostNames.faultOfWildcard(host);
        if (HostNames.isAddress(host)) {
            problems.warning(where, "no-effect", host, "is an address, which clients do not send as SNI");
        } else if (fault != null && !isClusterName(host)) {
            checks.host(where, host, fault);
        } else if (!covered(HostNames.normal(host))) {
            problems.error(
                    where,
                    "bad-host",
                    host,
                    "SNI host \"" + ResourceProblems.quoted(host) + "\" is not covered by a host of the VirtualService",
                    "one of spec.hosts, or a host below one");
        }
    }

    private boolean isClusterName(String host) {
        boolean gateway = !owner.gateways().isEmpty() && !owner.gateways().contains("mesh");
        return gateway && !owner.tls().isEmpty() && CLUSTER_NAME.matches(host);
    }

    private boolean covered(String host) {
        return hosts.find(host) != null;
    }

    private void tcp(TcpRoute route) {
        if (route.route().isEmpty()) {
            problems.error(
                    route.where(), "missing-field", null, "a TCP route needs a route", "route with a destination");
        }
        for (L4MatchAttributes match : route.match()) {
            l4(match.where(), match.destinationSubnets(), match.port(), match.sourceLabels(), match.gateways());
        }
        destinations(route.where(), route.route());
    }

    private void l4(
            Where where,
            List<String> subnets,
            @Nullable Long port,
            Map<String, String> sourceLabels,
            List<String> gateways) {
        for (int i = 0; i < subnets.size(); i++) {
            checks.range(where.field("destinationSubnets").index(i), subnets.get(i));
        }
        if (port != null && port != 0) {
            checks.port(where.field("port"), port);
        }
        checks.sourceLabels(where.field("sourceLabels"), sourceLabels, labelsKnown);
        checks.gateways(where.field("gateways"), gateways);
    }

    private void destinations(Where where, List<RouteDestination> destinations) {
        Weights weights = new Weights(problems);
        for (RouteDestination destination : destinations) {
            Destination to = destination.destination();
            new DestinationCheck(problems).run(to);
            weights.add(destination.where(), destination.weight());
        }
        weights.end(where.field("route"));
    }
}
