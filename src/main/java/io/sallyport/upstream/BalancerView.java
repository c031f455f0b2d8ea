package io.sallyport.upstream;

import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.LoadBalancing;
import io.sallyport.policy.LoadBalancing.LocalityPreference;
import io.sallyport.policy.LoadBalancing.Warmup;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Who takes which part of the requests as things are: endpoints that are not ejected, in groups with their shares. Made
 * anew when that changes, so that a choice is a few look-ups. Immutable.
 */
final class BalancerView {

    /** Envoy's over-provisioning factor: a group takes all its part until less than 1 / 1.4 of it is healthy. */
    private static final double SPARE = 1.4;

    private static final int WHOLE = 10_000;
    private static final int WARMUP_STEPS = 100;
    private static final long SHORTEST_STEP = TimeUnit.MILLISECONDS.toNanos(50);

    private final int version;

    /** When weights have grown so far that it should be made anew; 0 for never. */
    private final long endsNanos;

    /** Those that take requests, or would if the ones before could not. */
    private final List<EndpointGroup> groups;

    /** By group, the first number drawn that is no longer its own. */
    private final int[] limits;

    /** @param version of the {@link Outliers} it is made for */
    BalancerView(List<Endpoint> endpoints, Host[] hosts, ClusterSettings settings, int version, long nowNanos) {
        LoadBalancing balancing = settings.balancing();
        Weights weights = new Weights(endpoints, hosts, warmup(balancing), nowNanos);
        Map<Integer, List<Integer>> all = grouped(hosts, balancing.locality());
        boolean regardless = Balancer.ignoresEjection(settings.outliers(), hosts);
        boolean inTurn = balancing.algorithm() instanceof LoadBalancing.RoundRobin;
        List<EndpointGroup> healthy = new ArrayList<>();
        List<Double> able = new ArrayList<>();
        all.forEach((number, members) -> {
            int[] well = members.stream()
                    .filter(member -> regardless || !hosts[member].isEjected())
                    .mapToInt(Integer::intValue)
                    .toArray();
            if (well.length > 0) {
                healthy.add(new EndpointGroup(number, well, weights.of(well), inTurn));
                able.add(Math.min(1, SPARE * well.length / members.size()));
            }
        });
        this.version = version;
        this.endsNanos = ends(weights, balancing.warmup(), nowNanos);
        this.groups = List.copyOf(healthy);
        this.limits = limits(shares(healthy, able, balancing.locality()));
    }

    private static @Nullable Warmup warmup(LoadBalancing balancing) {
        return switch (balancing.algorithm()) {
            case LoadBalancing.RoundRobin ignored -> balancing.warmup();
            case LoadBalancing.LeastRequest ignored -> balancing.warmup();
            case LoadBalancing.Random ignored -> null;
            case LoadBalancing.Passthrough ignored -> null;
            case LoadBalancing.ConsistentHash ignored -> null;
        };
    }

    private static Map<Integer, List<Integer>> grouped(Host[] hosts, @Nullable LocalityPreference locality) {
        Map<Integer, List<Integer>> all = new TreeMap<>();
        for (int i = 0; i < hosts.length; i++) {
            int group = locality == null ? 0 : locality.groups().get(i);
            if (group != LocalityPreference.OUTSIDE) {
                all.computeIfAbsent(group, ignored -> new ArrayList<>()).add(i);
            }
        }
        return all;
    }

    /**
     * What each group takes of the whole. By priority the first takes what it is able to, and leaves the rest to the
     * next; with shares, each takes as much less of its own as it is unable to.
     */
    private static List<Double> shares(
            List<EndpointGroup> groups, List<Double> able, @Nullable LocalityPreference locality) {
        List<Double> shares = new ArrayList<>();
        double left = 1;
        for (int i = 0; i < groups.size(); i++) {
            if (locality == null || locality.shares().isEmpty()) {
                double taken = Math.min(left, able.get(i));
                shares.add(taken);
                left -= taken;
            } else {
                shares.add(able.get(i) * locality.shares().get(groups.get(i).number()));
            }
        }
        return shares;
    }

    private static int[] limits(List<Double> shares) {
        double total = shares.stream().mapToDouble(Double::doubleValue).sum();
        int[] limits = new int[shares.size()];
        double sum = 0;
        for (int i = 0; i < limits.length; i++) {
            sum += shares.get(i);
            limits[i] = (int) Math.round(WHOLE * sum / total);
        }
        return limits;
    }

    private static long ends(Weights weights, @Nullable Warmup warmup, long nowNanos) {
        if (warmup == null || !weights.grow()) {
            return 0;
        }
        return nowNanos + Math.max(SHORTEST_STEP, warmup.duration().toNanos() / WARMUP_STEPS);
    }

    /** Whether it still tells how things are. */
    boolean isFor(int present, long nowNanos) {
        return version == present && (endsNanos == 0 || nowNanos - endsNanos < 0);
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    List<EndpointGroup> groups() {
        return groups;
    }

    /** The group of a request; its hash draws it where there is one, so that it stays there. */
    EndpointGroup group(long hash, IntUnaryOperator random) {
        if (limits[0] == WHOLE) {
            return groups.getFirst();
        }
        int drawn = hash == RequestHash.NONE
                ? random.applyAsInt(WHOLE)
                : (int) Long.remainderUnsigned(XxHash.mixed(hash), WHOLE);
        for (int i = 0; i < limits.length; i++) {
            if (drawn < limits[i]) {
                return groups.get(i);
            }
        }
        return groups.getLast();
    }
}
