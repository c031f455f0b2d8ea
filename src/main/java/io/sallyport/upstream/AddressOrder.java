package io.sallyport.upstream;

import io.sallyport.exchange.Exchange;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.LoadBalancing;
import io.sallyport.policy.LoadBalancing.ConsistentHash;
import io.sallyport.policy.OutlierDetection;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * In which order the addresses of one endpoint are tried. IPv4 comes first, since most pods have no way out by IPv6
 * (Istio looks up nothing else unless told to); within the first family balancing chooses, the others follow as
 * fallbacks, the families in turn, so that a family that leads nowhere costs one attempt and not one for each of its
 * addresses (RFC 8305 section 4). Ejected ones are left out.
 */
final class AddressOrder {

    private static final Comparator<InetSocketAddress> BY_NUMBER =
            Comparator.comparing(address -> address.getAddress().getAddress(), Arrays::compareUnsigned);

    private final ClusterState state;
    private final Cluster cluster;
    private final Exchange exchange;
    private final IntUnaryOperator random;

    AddressOrder(ClusterState state, Cluster cluster, Exchange exchange, IntUnaryOperator random) {
        this.state = state;
        this.cluster = cluster;
        this.exchange = exchange;
        this.random = random;
    }

    /**
     * Puts them in order, in place.
     *
     * @param addresses one or more, those of IPv4 first
     * @param named what stands for all of them among other endpoints; null when there are no others
     */
    void apply(List<InetSocketAddress> addresses, @Nullable Host named) {
        long now = System.nanoTime();
        OutlierDetection outliers = cluster.settings().outliers();
        if (outliers != null || (named != null && named.address == null)) {
            Host[] hosts = hosts(addresses, now);
            if (named != null && named.address == null && !Arrays.equals(named.behind, hosts)) {
                named.behind = hosts;
            }
            if (outliers != null && !Balancer.ignoresEjection(outliers, hosts)) {
                addresses.removeIf(address -> state.host(address, now).isEjected());
            }
        }
        if (addresses.size() > 1) {
            order(addresses, now);
        }
    }

    private Host[] hosts(List<InetSocketAddress> addresses, long now) {
        Host[] hosts = new Host[addresses.size()];
        for (int i = 0; i < hosts.length; i++) {
            hosts[i] = state.host(addresses.get(i), now);
            hosts[i].lastSeenNanos = now;
        }
        return hosts;
    }

    private void order(List<InetSocketAddress> addresses, long now) {
        int four = 0;
        while (four < addresses.size() && !(addresses.get(four).getAddress() instanceof Inet6Address)) {
            four++;
        }
        List<InetSocketAddress> family = four == 0 ? addresses : addresses.subList(0, four);
        if (family.size() > 1) {
            if (cluster.settings().balancing().algorithm() instanceof LoadBalancing.RoundRobin) {
                // Answers of DNS come in any order.
                family.sort(BY_NUMBER);
            }
            Collections.rotate(family, -first(family, now));
        }
        interleave(addresses, four);
        if (exchange.attempts().size() > 1 && exchange.forward().retries().otherHosts()) {
            addresses.sort(Comparator.comparing(address -> Balancer.wasTried(exchange, address)));
        }
    }

    /** @param four how many of them are of IPv4, which come first */
    static void interleave(List<InetSocketAddress> addresses, int four) {
        int size = addresses.size();
        if (four == 0 || four == size || size == 2) {
            return;
        }
        List<InetSocketAddress> before = List.copyOf(addresses);
        int next = 0;
        for (int i = 0; i < Math.max(four, size - four); i++) {
            if (i < four) {
                addresses.set(next++, before.get(i));
            }
            if (four + i < size) {
                addresses.set(next++, before.get(four + i));
            }
        }
    }

    private int first(List<InetSocketAddress> family, long now) {
        int size = family.size();
        return switch (cluster.settings().balancing().algorithm()) {
            case LoadBalancing.RoundRobin ignored -> Math.floorMod(state.turn.getAndIncrement(), size);
            case LoadBalancing.LeastRequest ignored -> {
                int one = random.applyAsInt(size);
                int other = random.applyAsInt(size);
                yield active(family.get(other), now) < active(family.get(one), now) ? other : one;
            }
            case LoadBalancing.Random ignored -> random.applyAsInt(size);
            case LoadBalancing.Passthrough ignored -> random.applyAsInt(size);
            case ConsistentHash hash -> highest(family, RequestHash.of(exchange, hash.key()));
        };
    }

    private int active(InetSocketAddress address, long now) {
        return state.host(address, now).active.get();
    }

    /** Highest random weight: like a table of all addresses, but made of those that DNS just named. */
    private int highest(List<InetSocketAddress> family, long hash) {
        if (hash == RequestHash.NONE) {
            return random.applyAsInt(family.size());
        }
        int best = 0;
        long bestScore = 0;
        for (int i = 0; i < family.size(); i++) {
            long score =
                    XxHash.mixed(hash ^ XxHash.of(family.get(i).getAddress().getAddress()));
            if (i == 0 || Long.compareUnsigned(score, bestScore) > 0) {
                best = i;
                bestScore = score;
            }
        }
        return best;
    }
}
