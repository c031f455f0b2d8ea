package io.sallyport.compile;

import io.sallyport.istio.L4MatchAttributes;
import io.sallyport.istio.RouteDestination;
import io.sallyport.istio.TcpRoute;
import io.sallyport.istio.TlsMatchAttributes;
import io.sallyport.istio.TlsRoute;
import io.sallyport.istio.VirtualService;
import io.sallyport.istio.Where;
import io.sallyport.policy.AddressRange;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Decision;
import io.sallyport.policy.HostIndex;
import io.sallyport.policy.RetryPolicy;
import io.sallyport.policy.TunnelRoute;
import io.sallyport.policy.WeightedDestination;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Compiles the {@code tls} and {@code tcp} routes of one VirtualService for a port (Istio: tls.go). Each name and each
 * address range becomes a route of its own: which one wins is not a matter of order but of being more specific.
 */
final class TunnelRouteCompiler {

    /**
     * A route for one name and address range, with how specific each is.
     *
     * @param nameLength of the server name, an exact one beyond all wildcards
     * @param prefixLength of the address range; -1 for any address
     */
    record Candidate(TunnelRoute route, int prefixLength, int nameLength) {

        /** The most specific first; what is equally specific stays as it is written. Addresses come before names. */
        static final Comparator<Candidate> MOST_SPECIFIC_FIRST = Comparator.comparingInt(
                        (Candidate candidate) -> -candidate.prefixLength)
                .thenComparingInt(candidate -> -candidate.nameLength);

        boolean takesEverything() {
            return route.matches().isEmpty();
        }
    }

    private static final int EXACT = 1 << 16;

    private final VirtualService owner;
    private final Visibility visibility;
    private final DestinationCompiler destinations;
    private final Map<Integer, List<Candidate>> tlsByPort = new HashMap<>();
    private final Map<Integer, List<Candidate>> tcpByPort = new HashMap<>();

    TunnelRouteCompiler(ResourceProblems problems, VirtualService owner, Visibility visibility, Registry registry) {
        this.owner = owner;
        this.visibility = visibility;
        this.destinations = new DestinationCompiler(problems, owner, owner, visibility, registry);
    }

    /** The TLS routes that may apply on a port, as written. */
    List<Candidate> tls(int port) {
        return tlsByPort.computeIfAbsent(port, this::compileTls);
    }

    /** The TCP routes that may apply on a port, as written, up to one that takes everything. */
    List<Candidate> tcp(int port) {
        return tcpByPort.computeIfAbsent(port, this::compileTcp);
    }

    private List<Candidate> compileTls(int port) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < owner.tls().size(); i++) {
            TlsRoute route = owner.tls().get(i);
            List<TlsMatchAttributes> possible =
                    route.match().stream().filter(match -> canHold(match, port)).toList();
            if (possible.isEmpty()) {
                continue;
            }
            String name = name("tls", i);
            List<WeightedDestination> weighted = weighted(route.route(), name, port);
            for (TlsMatchAttributes match : possible) {
                for (AddressRange range : ranges(match.destinationSubnets())) {
                    for (String host : match.sniHosts()) {
                        candidates.add(candidate(name, route.where(), range, HostNames.normal(host), weighted));
                    }
                }
            }
        }
        return candidates;
    }

    private List<Candidate> compileTcp(int port) {
        List<Candidate> candidates = new ArrayList<>();
        for (int i = 0; i < owner.tcp().size(); i++) {
            TcpRoute route = owner.tcp().get(i);
            List<L4MatchAttributes> possible =
                    route.match().stream().filter(match -> canHold(match, port)).toList();
            if (possible.isEmpty() && !route.match().isEmpty()) {
                continue;
            }
            String name = name("tcp", i);
            List<WeightedDestination> weighted = weighted(route.route(), name, port);
            boolean any = possible.isEmpty()
                    || possible.stream()
                            .anyMatch(match -> match.destinationSubnets().isEmpty());
            if (any) {
                candidates.add(candidate(name, route.where(), null, null, weighted));
                break;
            }
            for (L4MatchAttributes match : possible) {
                for (AddressRange range : ranges(match.destinationSubnets())) {
                    candidates.add(candidate(name, route.where(), range, null, weighted));
                }
            }
        }
        return candidates;
    }

    private static Candidate candidate(
            String name,
            Where where,
            @Nullable AddressRange range,
            @Nullable String host,
            List<WeightedDestination> destinations) {
        List<TunnelRoute.Match> matches = range == null && host == null
                ? List.of()
                : List.of(new TunnelRoute.Match(
                        host == null ? null : new HostIndex<>(Map.of(host, true)),
                        range == null ? List.of() : List.of(range)));
        return new Candidate(
                new TunnelRoute(name, where.file() + ":" + where.line(), matches, destinations),
                range == null ? -1 : range.prefixLength(),
                host == null ? 0 : host.startsWith("*") ? host.length() : EXACT);
    }

    /** The ranges; without any, null stands for every address. What is not a range was refused already. */
    private static List<@Nullable AddressRange> ranges(List<String> written) {
        List<@Nullable AddressRange> ranges = new ArrayList<>();
        for (String range : written) {
            if (AddressRange.isRange(range)) {
                ranges.add(AddressRange.parse(range));
            }
        }
        if (written.isEmpty()) {
            ranges.add(null);
        }
        return ranges;
    }

    private String name(String kind, int index) {
        return owner.metadata().name() + "/" + kind + "[" + index + "]";
    }

    private boolean canHold(TlsMatchAttributes match, int port) {
        return canHold(match.port(), match.gateways(), match.sourceNamespace(), match.sourceLabels(), port);
    }

    private boolean canHold(L4MatchAttributes match, int port) {
        return canHold(match.port(), match.gateways(), match.sourceNamespace(), match.sourceLabels(), port);
    }

    private boolean canHold(
            @Nullable Long wanted,
            List<String> gateways,
            @Nullable String namespace,
            Map<String, String> sourceLabels,
            int port) {
        return (gateways.isEmpty() || visibility.binds(owner, gateways))
                && (wanted == null || wanted == 0 || wanted == port)
                && (namespace == null || namespace.isEmpty() || namespace.equals(visibility.namespace()))
                && visibility.selects(sourceLabels);
    }

    private List<WeightedDestination> weighted(List<RouteDestination> written, String name, int port) {
        List<WeightedDestination> weighted = new ArrayList<>();
        for (RouteDestination destination : written) {
            int weight = destination.weight() == null ? 0 : Math.max(0, destination.weight());
            Cluster cluster = destinations.compileTunnel(destination.destination(), port);
            weighted.add(new WeightedDestination(
                    cluster == null ? null : new Decision.Forward(cluster, name, null, RetryPolicy.NONE), weight));
        }
        return weighted;
    }
}
