package io.sallyport.admin.traffic;

import java.util.Arrays;

/** The steps that latencies are counted in, and how a percentile is read off them. */
final class Latencies {

    /** Upper ends in microseconds: about five to a power of ten, from half a millisecond to a minute. */
    private static final int[] ENDS = {
        500,
        750,
        1_000,
        1_500,
        2_000,
        3_000,
        5_000,
        7_500,
        10_000,
        15_000,
        20_000,
        30_000,
        50_000,
        75_000,
        100_000,
        150_000,
        200_000,
        300_000,
        500_000,
        750_000,
        1_000_000,
        1_500_000,
        2_000_000,
        3_000_000,
        5_000_000,
        10_000_000,
        30_000_000,
        60_000_000
    };

    /** One more for what takes longer than the last end. */
    static final int STEPS = ENDS.length + 1;

    private Latencies() {}

    /** The step of a latency. */
    static int step(long nanos) {
        long micros = nanos / 1000;
        int found = Arrays.binarySearch(ENDS, (int) Math.clamp(micros, 0, Integer.MAX_VALUE));
        return found >= 0 ? found : -found - 1;
    }

    /**
     * The latency in milliseconds that a share of all did not exceed, between the ends of its step by proportion.
     *
     * @param share 0 to 1
     * @return 0 where nothing was counted
     */
    static double percentile(long[] steps, double share) {
        long count = Arrays.stream(steps).sum();
        double rank = share * count;
        double seen = 0;
        for (int step = 0; step < STEPS; step++) {
            if (steps[step] > 0 && seen + steps[step] >= rank) {
                double begin = step == 0 ? 0 : ENDS[step - 1];
                double end = ENDS[Math.min(step, ENDS.length - 1)];
                double within = Math.max(0, rank - seen) / steps[step];
                return (begin + (end - begin) * within) / 1000;
            }
            seen += steps[step];
        }
        return 0;
    }
}
