package io.sallyport.resilience;

import java.time.Duration;
import java.util.function.LongUnaryOperator;

/**
 * How long to wait before a retry: anything from 0 to {@code base * (2^n - 1)} before the n-th, at most ten times the
 * base. All of it is jitter, as in Envoy, so that callers who failed together do not come back together.
 */
final class Backoff {

    private static final int LONGEST_IN_BASES = 10;

    /** From here on {@code 2^n - 1} is beyond the longest wait. */
    private static final int LAST_GROWING = 4;

    private final LongUnaryOperator random;

    /** @param random gives a number from 0 to below its argument */
    Backoff(LongUnaryOperator random) {
        this.random = random;
    }

    /**
     * The wait before a retry, in milliseconds.
     *
     * @param base under a millisecond counts as one
     * @param retry 1 for the first
     */
    long millis(Duration base, int retry) {
        long bases = retry >= LAST_GROWING ? LONGEST_IN_BASES : (1L << retry) - 1;
        return random.applyAsLong(Math.max(1, TimeLimit.millis(base)) * bases);
    }
}
