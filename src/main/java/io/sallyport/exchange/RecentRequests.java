package io.sallyport.exchange;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many requests began within the last interval: the present one's count, and of the one before the share that still
 * lies within. Exact enough for a percentage, and two counters whatever the traffic.
 */
final class RecentRequests {

    private final AtomicLong interval = new AtomicLong(Long.MIN_VALUE);
    private final AtomicInteger present = new AtomicInteger();
    private volatile int before;

    void add(long nowNanos, long lengthNanos) {
        turn(nowNanos, lengthNanos);
        present.incrementAndGet();
    }

    int count(long nowNanos, long lengthNanos) {
        turn(nowNanos, lengthNanos);
        double left = 1 - (double) Math.floorMod(nowNanos, lengthNanos) / lengthNanos;
        return present.get() + (int) (before * left);
    }

    private void turn(long nowNanos, long lengthNanos) {
        long number = Math.floorDiv(nowNanos, lengthNanos);
        long last = interval.get();
        if (last != number && interval.compareAndSet(last, number)) {
            int ended = present.getAndSet(0);
            before = last == number - 1 ? ended : 0;
        }
    }
}
