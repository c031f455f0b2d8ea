package io.sallyport.admin.traffic;

import io.sallyport.exchange.Outcome;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;

/** What was counted in some time: exchanges by class of status, failures, outcomes, latencies. For one reader. */
@SuppressWarnings("EnumOrdinal") // cells of this process alone: no index outlives it
public final class Tally {

    /** The classes of statuses: 0 for none, 1 to 5. */
    public static final int CLASSES = 6;

    private static final int FAILURES = CLASSES;
    private static final int OUTCOMES = FAILURES + 1;
    private static final int LATENCIES = OUTCOMES + Outcome.values().length;
    private static final int SUMS = LATENCIES + Latencies.STEPS;

    /** The longest latency in microseconds, behind what is summed. */
    private static final int LONGEST = SUMS;

    private static final int CELLS = LONGEST + 1;

    private final long[] sums = new long[CELLS];

    Tally() {}

    static AtomicIntegerArray cells() {
        return new AtomicIntegerArray(CELLS);
    }

    /** Counts an exchange. */
    static void count(RecordedExchange exchange, AtomicIntegerArray cells) {
        cells.incrementAndGet(Math.clamp(exchange.status() / 100, 0, CLASSES - 1));
        if (exchange.isFailure()) {
            cells.incrementAndGet(FAILURES);
        }
        cells.incrementAndGet(OUTCOMES + exchange.outcome().ordinal());
        cells.incrementAndGet(LATENCIES + Latencies.step(exchange.latency()));
        int micros = (int) Math.clamp(exchange.latency() / 1000, 0, Integer.MAX_VALUE);
        if (micros > cells.get(LONGEST)) {
            cells.accumulateAndGet(LONGEST, micros, Math::max);
        }
    }

    void add(AtomicIntegerArray cells) {
        for (int i = 0; i < SUMS; i++) {
            sums[i] += cells.get(i);
        }
        sums[LONGEST] = Math.max(sums[LONGEST], cells.get(LONGEST));
    }

    void add(Tally other) {
        for (int i = 0; i < SUMS; i++) {
            sums[i] += other.sums[i];
        }
        sums[LONGEST] = Math.max(sums[LONGEST], other.sums[LONGEST]);
    }

    /** How many exchanges. */
    public long count() {
        long count = 0;
        for (int i = 0; i < CLASSES; i++) {
            count += sums[i];
        }
        return count;
    }

    /** How many with a status of that class, 0 for those without one. */
    public long ofClass(int hundreds) {
        return sums[hundreds];
    }

    /** How many failed: {@link RecordedExchange#isFailure}. */
    public long failures() {
        return sums[FAILURES];
    }

    /** How many ended in which way, those that occurred. */
    public Map<Outcome, Long> outcomes() {
        Map<Outcome, Long> outcomes = new EnumMap<>(Outcome.class);
        for (Outcome outcome : Outcome.values()) {
            if (sums[OUTCOMES + outcome.ordinal()] > 0) {
                outcomes.put(outcome, sums[OUTCOMES + outcome.ordinal()]);
            }
        }
        return outcomes;
    }

    /** The latency in milliseconds that a share (0 to 1) of them did not exceed; 0 where there are none. */
    public double percentile(double share) {
        // Steps are wide: none says more than was seen.
        return Math.min(Latencies.percentile(Arrays.copyOfRange(sums, LATENCIES, SUMS), share), sums[LONGEST] / 1000.0);
    }
}
