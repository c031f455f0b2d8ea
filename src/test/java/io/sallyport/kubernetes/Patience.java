package io.sallyport.kubernetes;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what a watch brings in its own time. */
final class Patience {

    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private Patience() {}

    /** @throws AssertionError when it does not come within the time */
    static void until(Duration atMost, BooleanSupplier come) {
        long end = System.nanoTime() + atMost.toNanos();
        while (!come.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + atMost);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }
}
