package io.sallyport.upstream;

import io.sallyport.policy.Endpoint;
import io.sallyport.policy.LoadBalancing.Warmup;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What endpoints weigh at one moment: as written, and less while they are new and warm up. */
final class Weights {

    /** So that a tenth of weight 1 is a weight. */
    private static final int PRECISION = 1000;

    private final List<Endpoint> endpoints;
    private final Host[] hosts;
    private final @Nullable Warmup warmup;
    private final long nowNanos;
    private boolean grow;

    Weights(List<Endpoint> endpoints, Host[] hosts, @Nullable Warmup warmup, long nowNanos) {
        this.endpoints = endpoints;
        this.hosts = hosts;
        this.warmup = warmup;
        this.nowNanos = nowNanos;
    }

    /** Of these endpoints, 1 or more each, within {@link Integer#MAX_VALUE} in sum. */
    int[] of(int[] members) {
        double[] exact = new double[members.length];
        double total = 0;
        for (int i = 0; i < members.length; i++) {
            exact[i] = endpoints.get(members[i]).weight() * share(hosts[members[i]]);
            total += exact[i];
        }
        double scale = grow ? Math.min(PRECISION, (Integer.MAX_VALUE - members.length) / total) : 1;
        int[] weights = new int[members.length];
        for (int i = 0; i < members.length; i++) {
            weights[i] = (int) Math.max(1, Math.round(exact[i] * scale));
        }
        return weights;
    }

    private double share(Host host) {
        if (warmup == null) {
            return 1;
        }
        double passed = (double) Math.max(1, nowNanos - host.firstSeenNanos)
                / warmup.duration().toNanos();
        if (passed >= 1) {
            return 1;
        }
        grow = true;
        return Math.max(warmup.minimumPercent() / 100, Math.pow(passed, 1 / warmup.aggression()));
    }

    /** Whether any of those asked for still warms up. */
    boolean grow() {
        return grow;
    }
}
