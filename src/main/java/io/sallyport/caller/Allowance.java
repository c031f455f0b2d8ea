package io.sallyport.caller;

import java.util.concurrent.TimeUnit;

/**
 * How much of a processor a background job may have: a tenth over time, and two tenths of a second of it at once where it
 * had rested. Safe for all threads.
 */
final class Allowance {

    private static final int TENTHS = 10;
    /** What a rest saves up at most. */
    private static final long SAVED_NANOS = TimeUnit.SECONDS.toNanos(2);

    private long paidUntilNanos;
    private boolean started;

    /** How long the job should wait before its next turn, in nanoseconds, 0 where it need not. */
    synchronized long waitNanos(long nowNanos) {
        return started ? Math.max(0, paidUntilNanos - nowNanos) : 0;
    }

    /** Counts a turn that took so long and is over now. */
    synchronized void spend(long tookNanos, long nowNanos) {
        long earliest = nowNanos - SAVED_NANOS;
        long from = started && paidUntilNanos - earliest > 0 ? paidUntilNanos : earliest;
        paidUntilNanos = from + tookNanos * TENTHS;
        started = true;
    }
}
