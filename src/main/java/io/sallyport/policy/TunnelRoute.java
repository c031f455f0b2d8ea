package io.sallyport.policy;

import java.net.InetAddress;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * One route for bytes that nobody reads (Istio: {@code TLSRoute}, {@code TCPRoute}).
 *
 * @param name {@code virtualservice-name/tls[index]} or {@code .../tcp[index]}
 * @param where file and line, for people
 * @param matches any of them matches; empty matches everything
 * @param destinations with their weights
 */
public record TunnelRoute(String name, String where, List<Match> matches, List<WeightedDestination> destinations) {

    /**
     * What a tunnel must be like; all conditions hold.
     *
     * @param serverNames names the tunnel may be for, wildcards among them; null asks nothing
     * @param subnets addresses the tunnel may be for, where it names one; empty asks nothing
     */
    public record Match(@Nullable HostIndex<Boolean> serverNames, List<AddressRange> subnets) {

        public Match {
            subnets = List.copyOf(subnets);
        }

        boolean matches(RequestHead head) {
            return (serverNames == null || serverNames.find(head.host()) != null)
                    && (subnets.isEmpty() || covers(IpLiteral.parse(head.host())));
        }

        private boolean covers(@Nullable InetAddress address) {
            return address != null && subnets.stream().anyMatch(range -> range.contains(address));
        }
    }

    public TunnelRoute {
        matches = List.copyOf(matches);
        destinations = List.copyOf(destinations);
    }

    /** Whether the route is for this tunnel. */
    public boolean matches(RequestHead head) {
        return matches.isEmpty() || matches.stream().anyMatch(match -> match.matches(head));
    }

    Decision decide(@Nullable Service service, RandomGenerator random) {
        return WeightedDestination.pick(destinations, service, random);
    }
}
