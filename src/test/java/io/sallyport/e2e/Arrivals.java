package io.sallyport.e2e;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A list that one thread fills and another waits on. */
final class Arrivals<T> {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final List<T> arrived = new ArrayList<>();

    /** Adds it; returns how many came before. */
    synchronized int add(T one) {
        arrived.add(one);
        notifyAll();
        return arrived.size() - 1;
    }

    synchronized List<T> soFar() {
        return List.copyOf(arrived);
    }

    /**
     * Waits for the one of that number, the first being 0.
     *
     * @throws AssertionError when it does not come within 10 seconds
     */
    synchronized T await(int index) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (arrived.size() <= index) {
            long left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
            if (left <= 0) {
                throw new AssertionError("arrived: " + arrived.size() + " (expected: > " + index + ")");
            }
            try {
                wait(left);
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                throw new AssertionError("interrupted", interrupted);
            }
        }
        return arrived.get(index);
    }
}
