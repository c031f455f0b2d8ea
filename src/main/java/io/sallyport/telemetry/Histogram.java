package io.sallyport.telemetry;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Counts values by Envoy's bounds, which all of Istio's histograms share. Values are whole numbers of a unit that a
 * bound is a multiple of, so that nothing is rounded: microseconds where bounds are milliseconds, bytes where they are
 * bytes.
 */
final class Histogram {

    /** Upper bounds as Istio writes them: {@code le="1"}, not {@code "1.0"}. */
    static final String[] BOUNDS = {
        "0.5", "1", "5", "10", "25", "50", "100", "250", "500", "1000", "2500", "5000", "10000", "30000", "60000",
        "300000", "600000", "1800000", "3600000", "+Inf"
    };

    private static final long[] THOUSANDTHS = thousandths();

    /**
     * A request that shows what a bucket holds.
     *
     * @param traceId of its trace
     * @param value as the histogram counts it
     * @param atMillis when it ended
     */
    record Example(String traceId, double value, long atMillis) {}

    private final int thousandth;
    private final LongAdder[] buckets = new LongAdder[BOUNDS.length];
    private final AtomicReferenceArray<@Nullable Example> examples = new AtomicReferenceArray<>(BOUNDS.length);
    private final LongAdder sum = new LongAdder();

    /** @param thousandth how many thousandths of a bound's unit a value of 1 is: 1 or 1000 */
    Histogram(int thousandth) {
        this.thousandth = thousandth;
        for (int i = 0; i < buckets.length; i++) {
            buckets[i] = new LongAdder();
        }
    }

    /** Counts one, and says in which bucket. */
    int record(long value) {
        long scaled = value * thousandth;
        int bucket = 0;
        while (bucket < THOUSANDTHS.length && scaled > THOUSANDTHS[bucket]) {
            bucket++;
        }
        buckets[bucket].increment();
        sum.add(value);
        return bucket;
    }

    /** Remembers the latest request of a bucket that was traced. */
    void example(int bucket, Example example) {
        examples.set(bucket, example);
    }

    @Nullable
    Example example(int bucket) {
        return examples.get(bucket);
    }

    /** Values up to each bound, the last of them the number of all: one reading, so that they agree. */
    long[] cumulative() {
        long[] counts = new long[buckets.length];
        long total = 0;
        for (int i = 0; i < counts.length; i++) {
            total += buckets[i].sum();
            counts[i] = total;
        }
        return counts;
    }

    /** In the bounds' unit. */
    double sum() {
        return sum.sum() * thousandth / 1000.0;
    }

    private static long[] thousandths() {
        long[] bounds = new long[BOUNDS.length - 1];
        for (int i = 0; i < bounds.length; i++) {
            bounds[i] = Math.round(Double.parseDouble(BOUNDS[i]) * 1000);
        }
        return bounds;
    }
}
