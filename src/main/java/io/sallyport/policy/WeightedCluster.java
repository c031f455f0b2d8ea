package io.sallyport.policy;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A destination of a route and its share.
 *
 * @param cluster null where the destination's host, port or subset is not listed; requests that draw it get 503
 * @param weight 0 or more; weights need not sum to 100
 */
public record WeightedCluster(@Nullable Cluster cluster, int weight) {

    /** Draws one by weight; a single destination is taken whatever its weight. Null when the one drawn is unknown. */
    static @Nullable Cluster pick(List<WeightedCluster> destinations, RandomGenerator random) {
        if (destinations.size() == 1) {
            return destinations.getFirst().cluster();
        }
        int total = 0;
        for (WeightedCluster destination : destinations) {
            total += destination.weight();
        }
        if (total == 0) {
            return null;
        }
        int drawn = random.nextInt(total);
        for (WeightedCluster destination : destinations) {
            drawn -= destination.weight();
            if (drawn < 0) {
                return destination.cluster();
            }
        }
        throw new IllegalStateException("weights changed while drawing");
    }
}
