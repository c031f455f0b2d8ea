package io.sallyport.policy;

import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * A destination of a route and its share.
 *
 * @param forward all that is decided once it is drawn, made when compiling; null where the destination's host, port or
 *     subset is not listed: requests that draw it get 503
 * @param weight 0 or more; weights need not sum to 100
 */
public record WeightedDestination(Decision.@Nullable Forward forward, int weight) {

    /**
     * Draws one by weight; a single destination is taken whatever its weight.
     *
     * @param service the host that was asked for, for the refusal where the one drawn is not listed
     */
    static Decision pick(List<WeightedDestination> destinations, @Nullable Service service, RandomGenerator random) {
        WeightedDestination drawn = destinations.size() == 1 ? destinations.getFirst() : draw(destinations, random);
        Decision.Forward forward = drawn == null ? null : drawn.forward;
        return forward == null ? new Decision.Deny(DenialReason.DESTINATION_UNKNOWN, service) : forward;
    }

    private static @Nullable WeightedDestination draw(List<WeightedDestination> destinations, RandomGenerator random) {
        int total = 0;
        for (WeightedDestination destination : destinations) {
            total += destination.weight();
        }
        int drawn = total == 0 ? 0 : random.nextInt(total);
        for (WeightedDestination destination : destinations) {
            drawn -= destination.weight();
            if (drawn < 0) {
                return destination;
            }
        }
        return null;
    }
}
