package io.sallyport.upstream;

import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.LoadBalancing;
import io.sallyport.policy.LoadBalancing.LocalityPreference;
import io.sallyport.policy.LoadBalancing.Warmup;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.IntUnaryOperator;

/**
 * Who takes which part of the requests as things are: endpoints that are not ejected, in groups with their shares. Made
 * anew when that changes, so that a choice is a few look-ups.
 *
 * @param version of the {@link Outliers} it was made for
 * @param endsNanos when weights have grown so far that it should be made anew; 0 for never
 * @param groups that take requests, or would if those before could not
 * @param limits by group, the first number drawn that is no longer its own
 */
record BalancerView(int version, long endsNanos, List<EndpointGroup> groups, int[] limits) {

    /** Envoy's over-provisioning factor: a group takes all its part until less than 1 / 1.4 of it is healthy. */
    private static final double SPARE = 1.4;

    private static final int WHOLE = 10_000;
    private static final int WARMUP_STEPS = 100;
    private static final long SHORTEST_STEP = TimeUnit.MILLISECONDS.toNanos(50);

    static BalancerView of(
            List<Endpoint> endpoints, Host[] hosts, ClusterSettings settings, int version, long nowNanos) {
        LoadBalancing balancing = settings.balancing();
        LocalityPreference locality = balancing.locality();
        boolean regardless = Balancer.ignoresEjection(settings.outliers(), hosts);
        TreeMap<Integer, List<Integer>> healthy = new TreeMap<>();
        TreeMap<Integer, Integer> all = new TreeMap<>();
        for (int i = 0; i < hosts.length; i++) {
            int group = locality == null ? 0 : locality.groups().get(i);
            if (group != LocalityPreference.OUTSIDE) {
                all.merge(group, 1, Integer::sum);
                if (regardless || !hosts[i].isEjected()) {
                    healthy.computeIfAbsent(group, ignored -> new ArrayList<>()).add(i);
                }
            }
        }
        Weights weights = new Weights(endpoints, hosts, warmup(balancing), nowNanos);
        boolean inTurn = balancing.algorithm() instanceof LoadBalancing.RoundRobin;
        List<EndpointGroup> groups = new ArrayList<>();
        List<Double> shares = new ArrayList<>();
        double left = 1;
        boolean byPriority = locality == null || locality.shares().isEmpty();
        for (var one : healthy.entrySet()) {
            int[] members = one.getValue().stream().mapToInt(Integer::intValue).toArray();
            groups.add(new EndpointGroup(one.getKey(), members, weights.of(members), inTurn));
            double able = Math.min(1, SPARE * members.length / all.get(one.getKey()));
            double share =
                    byPriority ? Math.min(left, able) : able * locality.shares().get(one.getKey());
            shares.add(share);
            left -= byPriority ? share : 0;
        }
        return new BalancerView(version, ends(weights, balancing, nowNanos), groups, limits(shares));
    }

    private static LoadBalancing.@org.jspecify.annotations.Nullable Warmup warmup(LoadBalancing balancing) {
        return switch (balancing.algorithm()) {
            case LoadBalancing.RoundRobin ignored -> balancing.warmup();
            case LoadBalancing.LeastRequest ignored -> balancing.warmup();
            case LoadBalancing.Random ignored -> null;
            case LoadBalancing.Passthrough ignored -> null;
            case LoadBalancing.ConsistentHash ignored -> null;
        };
    }

    private static long ends(Weights weights, LoadBalancing balancing, long nowNanos) {
        Warmup warmup = balancing.warmup();
        if (warmup == null || !weights.grow()) {
            return 0;
        }
        return nowNanos + Math.max(SHORTEST_STEP, warmup.duration().toNanos() / WARMUP_STEPS);
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

    boolean isFor(int present, long nowNanos) {
        return version == present && (endsNanos == 0 || nowNanos - endsNanos < 0);
    }

    boolean isEmpty() {
        return groups.isEmpty();
    }

    /** The group of a request; its hash draws it where there is one, so that it stays there. */
    EndpointGroup group(long hash, IntUnaryOperator random) {
        if (limits.length == 1 || limits[0] == WHOLE) {
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
