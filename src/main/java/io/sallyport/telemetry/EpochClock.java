package io.sallyport.telemetry;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Turns {@link System#nanoTime} values into nanoseconds since 1970. All loops share one difference between the two
 * clocks, so that what happened one after the other is so in the spans; it follows the wall clock when that is set.
 */
final class EpochClock {

    /** Less than that is the two readings' own imprecision, and slewing: no reason to move what is under way. */
    private static final long TOLERANCE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private volatile long offset = difference();

    /** To be called now and then, as at the beginning of each exchange. */
    void adjust() {
        long now = difference();
        if (Math.abs(now - offset) > TOLERANCE_NANOS) {
            offset = now;
        }
    }

    /** Nanoseconds since 1970. */
    long at(long nanoTime) {
        return nanoTime + offset;
    }

    private static long difference() {
        Instant now = Instant.now();
        return TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano() - System.nanoTime();
    }
}
