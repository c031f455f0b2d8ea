package io.sallyport.upstream;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntUnaryOperator;

/** Endpoints that take requests together: those of one priority or share that are not ejected. Immutable. */
final class EndpointGroup {

    /** Longer turns are not told apart. */
    private static final int LONGEST_ROUND = 4096;

    private record Turn(double when, int endpoint) {}

    private final int number;
    private final int[] endpoints;
    private final int[] cumulative;
    private final int[] round;

    /**
     * @param number the group's in the cluster's settings
     * @param endpoints by their index in the cluster, at least one
     * @param weights of these, 1 or more, at most {@link Integer#MAX_VALUE} in sum
     * @param inTurn whether a round is wanted
     */
    EndpointGroup(int number, int[] endpoints, int[] weights, boolean inTurn) {
        this.number = number;
        this.endpoints = endpoints;
        this.cumulative = weights.clone();
        Arrays.parallelPrefix(cumulative, Integer::sum);
        this.round = inTurn ? round(endpoints, weights) : new int[0];
    }

    int number() {
        return number;
    }

    int size() {
        return endpoints.length;
    }

    int endpoint(int index) {
        return endpoints[index];
    }

    boolean contains(int endpoint) {
        // Endpoints are in ascending order.
        return Arrays.binarySearch(endpoints, endpoint) >= 0;
    }

    /** Where the endpoint is in this group; negative when it is not. */
    int indexOf(int endpoint) {
        return Arrays.binarySearch(endpoints, endpoint);
    }

    /** One drawn by weight. */
    int drawn(IntUnaryOperator random) {
        int drawn = random.applyAsInt(cumulative[cumulative.length - 1]);
        int found = Arrays.binarySearch(cumulative, drawn + 1);
        return endpoints[found < 0 ? -found - 1 : found];
    }

    /** The one whose turn it is. */
    int inTurn(int turn) {
        return round[Math.floorMod(turn, round.length)];
    }

    /** Each as often as its weight says, and as evenly spread as that allows. */
    private static int[] round(int[] endpoints, int[] weights) {
        if (Arrays.stream(weights).allMatch(weight -> weight == weights[0])) {
            return endpoints;
        }
        int divisor = Arrays.stream(weights).reduce(0, EndpointGroup::commonDivisor);
        long total = Arrays.stream(weights).asLongStream().sum() / divisor;
        double scale = Math.min(1, (double) LONGEST_ROUND / total) / divisor;
        List<Turn> turns = new ArrayList<>();
        for (int i = 0; i < endpoints.length; i++) {
            long times = Math.max(1, Math.round(weights[i] * scale));
            for (int time = 0; time < times; time++) {
                turns.add(new Turn((time + 0.5) / times, endpoints[i]));
            }
        }
        turns.sort(Comparator.comparingDouble(Turn::when).thenComparingInt(Turn::endpoint));
        return turns.stream().mapToInt(Turn::endpoint).toArray();
    }

    private static int commonDivisor(int left, int right) {
        return right == 0 ? left : commonDivisor(right, left % right);
    }
}
