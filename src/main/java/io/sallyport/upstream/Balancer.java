package io.sallyport.upstream;

import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.IpLiteral;
import io.sallyport.policy.LoadBalancing;
import io.sallyport.policy.LoadBalancing.ConsistentHash;
import io.sallyport.policy.OutlierDetection;
import io.sallyport.policy.RetryPolicy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/** Chooses among the endpoints of one cluster, for all loops. Without locks, and nothing is made for a choice. */
final class Balancer {

    /** No endpoint is left. */
    static final int NONE = -1;

    /** How often a retry draws again to leave out hosts tried before (Istio's host_selection_retry_max_attempts). */
    private static final int DRAWS = 5;

    private final List<Endpoint> endpoints;
    private final ClusterSettings settings;
    private final Host[] hosts;
    private final Outliers outliers;
    private final AtomicInteger turn;
    private final @Nullable HashTable table;
    private volatile BalancerView view;

    private Balancer(Cluster cluster, Host[] hosts, Outliers outliers, AtomicInteger turn, long nowNanos) {
        this.endpoints = cluster.endpoints();
        this.settings = cluster.settings();
        this.hosts = hosts;
        this.outliers = outliers;
        this.turn = turn;
        this.table = cluster.settings().balancing().algorithm() instanceof ConsistentHash hash
                ? table(hash, endpoints)
                : null;
        this.view = new BalancerView(endpoints, hosts, settings, outliers.version(), nowNanos);
    }

    /** @param previous the cluster's balancer before, whose turn goes on */
    static Balancer of(Cluster cluster, ConnectTo connectTo, ClusterState state, @Nullable Balancer previous) {
        long now = System.nanoTime();
        Host[] hosts = new Host[cluster.endpoints().size()];
        Set<InetSocketAddress> addresses = new HashSet<>();
        for (int i = 0; i < hosts.length; i++) {
            Endpoint endpoint = connectTo.of(cluster.endpoints().get(i));
            InetAddress literal = IpLiteral.parse(endpoint.address());
            if (literal == null) {
                hosts[i] = state.named(endpoint, now);
            } else {
                hosts[i] = state.host(new InetSocketAddress(literal, endpoint.port()), now);
                addresses.add(hosts[i].address);
            }
        }
        if (cluster.discovery() == Cluster.Discovery.STATIC) {
            state.keepOnly(addresses);
        }
        AtomicInteger turn = previous == null ? new AtomicInteger() : previous.turn;
        return new Balancer(cluster, hosts, state.outliers, turn, now);
    }

    private static @Nullable HashTable table(ConsistentHash hash, List<Endpoint> endpoints) {
        if (endpoints.isEmpty()) {
            return null;
        }
        String[] names = endpoints.stream()
                .map(endpoint -> endpoint.address() + ":" + endpoint.port())
                .toArray(String[]::new);
        int[] weights = endpoints.stream().mapToInt(Endpoint::weight).toArray();
        return hash.maglev()
                ? new MaglevTable(names, weights, hash.tableSize())
                : new HashRing(names, weights, hash.tableSize());
    }

    /** Whether it was made for these very endpoints and settings. */
    @SuppressWarnings("ReferenceEquality") // equal ones are only made anew, and comparing would cost each request
    boolean isFor(Cluster cluster) {
        return endpoints == cluster.endpoints() && settings == cluster.settings();
    }

    /** Who takes requests now. */
    BalancerView view(long nowNanos) {
        BalancerView present = view;
        int version = outliers.version();
        if (present.isFor(version, nowNanos)) {
            return present;
        }
        BalancerView made = new BalancerView(endpoints, hosts, settings, version, nowNanos);
        view = made;
        return made;
    }

    Host host(int endpoint) {
        return hosts[endpoint];
    }

    /** The endpoint a try begins with; {@link #NONE} when all are ejected. */
    int choose(BalancerView from, Exchange exchange, IntUnaryOperator random) {
        if (from.isEmpty()) {
            return NONE;
        }
        long hash = settings.balancing().algorithm() instanceof ConsistentHash consistent
                ? RequestHash.of(exchange, consistent.key())
                : RequestHash.NONE;
        boolean retry = exchange.attempts().size() > 1;
        RetryPolicy retries = exchange.forward().retries();
        EndpointGroup group = retry && retries.otherLocalities() ? untried(from, exchange) : from.group(hash, random);
        if (!retry || !retries.otherHosts()) {
            return choose(group, hash, 0, random);
        }
        int chosen = NONE;
        for (int draw = 0; draw < DRAWS; draw++) {
            chosen = choose(group, hash, draw, random);
            if (!wasTried(exchange, hosts[chosen])) {
                break;
            }
        }
        return chosen;
    }

    private int choose(EndpointGroup group, long hash, int draw, IntUnaryOperator random) {
        return switch (settings.balancing().algorithm()) {
            case LoadBalancing.RoundRobin ignored -> group.inTurn(turn.getAndIncrement());
            case LoadBalancing.LeastRequest ignored -> lessBusy(group.drawn(random), group.drawn(random));
            case LoadBalancing.Random ignored -> group.drawn(random);
            case LoadBalancing.Passthrough ignored -> group.drawn(random);
            case ConsistentHash ignored -> hashed(group, hash, draw, random);
        };
    }

    private int lessBusy(int one, int other) {
        return load(other) < load(one) ? other : one;
    }

    private double load(int endpoint) {
        return (double) hosts[endpoint].load() / endpoints.get(endpoint).weight();
    }

    /** Goes along the table to the next of the group; further for each further draw. */
    private int hashed(EndpointGroup group, long hash, int draw, IntUnaryOperator random) {
        HashTable places = table;
        if (hash == RequestHash.NONE || places == null) {
            return group.drawn(random);
        }
        int position = places.position(hash);
        int passed = 0;
        int last = NONE;
        for (int step = 0; step < places.size(); step++) {
            int endpoint = places.endpointAt(position + step);
            if (endpoint != last && group.contains(endpoint)) {
                if (passed++ == draw) {
                    return endpoint;
                }
                last = endpoint;
            }
        }
        return last == NONE ? group.drawn(random) : last;
    }

    /** The first group that no try went to; the first of all when each was tried. */
    private EndpointGroup untried(BalancerView from, Exchange exchange) {
        for (EndpointGroup group : from.groups()) {
            boolean tried = false;
            for (int i = 0; i < group.size() && !tried; i++) {
                tried = wasTried(exchange, hosts[group.endpoint(i)]);
            }
            if (!tried) {
                return group;
            }
        }
        return from.groups().getFirst();
    }

    private static boolean wasTried(Exchange exchange, Host host) {
        return host.address != null && wasTried(exchange, host.address);
    }

    /** Whether an earlier try went to the address. */
    static boolean wasTried(Exchange exchange, InetSocketAddress address) {
        for (Attempt attempt : exchange.attempts()) {
            if (address.equals(attempt.address)) {
                return true;
            }
        }
        return false;
    }

    /** Whether so many hosts are ejected that ejection is suspended (Istio: {@code minHealthPercent}). */
    static boolean ignoresEjection(@Nullable OutlierDetection settings, Host[] hosts) {
        if (settings == null || settings.minHealthPercent() == 0) {
            return false;
        }
        int healthy = 0;
        for (Host host : hosts) {
            healthy += host.isEjected() ? 0 : 1;
        }
        return 100L * healthy < (long) settings.minHealthPercent() * hosts.length;
    }
}
