package io.sallyport.telemetry;

import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** A bounded queue from many event loops to one writer, without locks: an event loop must not wait for another. */
final class LineQueue {

    private final AtomicReferenceArray<byte @Nullable []> slots;
    private final int mask;
    private final AtomicLong head = new AtomicLong();
    private final AtomicLong tail = new AtomicLong();

    /** Makes an empty queue of {@code capacity} lines, a power of two. */
    LineQueue(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity: " + capacity + " (expected: a power of two)");
        }
        this.slots = new AtomicReferenceArray<>(capacity);
        this.mask = capacity - 1;
    }

    /** Adds a line, from any thread; false when the queue is full. */
    boolean offer(byte[] line) {
        while (true) {
            long position = tail.get();
            if (position - head.get() > mask) {
                return false;
            }
            if (tail.compareAndSet(position, position + 1)) {
                slots.setRelease((int) position & mask, line);
                return true;
            }
        }
    }

    /** The oldest line, or null when there is none; called by one thread only. */
    byte @Nullable [] poll() {
        long position = head.get();
        int slot = (int) position & mask;
        byte[] line = slots.getAcquire(slot);
        if (line == null) {
            return null;
        }
        slots.setRelease(slot, null);
        head.setRelease(position + 1);
        return line;
    }
}
