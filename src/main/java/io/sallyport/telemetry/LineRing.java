package io.sallyport.telemetry;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Lines on their way from one event loop to the writer: a bounded ring of bytes, without locks.
 *
 * <p>Bytes and not objects, since a queue of lines that lives long and holds what is young costs the garbage collector
 * more than the lines cost to write. One a thread, since an event loop must not wait for another.
 */
final class LineRing {

    /** Takes what waits, piece by piece. */
    interface Reader {
        void read(byte[] bytes, int offset, int count);
    }

    // Room is handed back after each piece, so that a slow destination frees some of it early.
    private static final int PIECE = 64 * 1024;

    private final byte[] bytes;
    private final int mask;
    /** How many bytes were ever read, and ever written. */
    private final AtomicLong head = new AtomicLong();

    private final AtomicLong tail = new AtomicLong();

    /** Makes an empty ring of {@code capacity} bytes, a power of two. */
    LineRing(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity: " + capacity + " (expected: a power of two)");
        }
        this.bytes = new byte[capacity];
        this.mask = capacity - 1;
    }

    /** Adds a whole line; false when there is no room for it. Called by one thread only. */
    boolean offer(byte[] line, int length) {
        long end = tail.getPlain();
        if (end + length - head.getAcquire() > bytes.length) {
            return false;
        }
        int start = (int) end & mask;
        int first = Math.min(length, bytes.length - start);
        System.arraycopy(line, 0, bytes, start, first);
        System.arraycopy(line, first, bytes, 0, length - first);
        tail.setRelease(end + length);
        return true;
    }

    /** Whether it is time to read: the ring is more than half full. */
    boolean isCrowded() {
        return tail.getPlain() - head.getPlain() > bytes.length / 2;
    }

    /** Reads the whole lines that are there; false where there are none. Called by one thread only, another than the one that adds. */
    boolean drainTo(Reader reader) {
        long end = tail.getAcquire();
        long begin = head.getPlain();
        for (long position = begin; position < end; ) {
            int start = (int) position & mask;
            int count = (int) Math.min(Math.min(end - position, bytes.length - start), PIECE);
            reader.read(bytes, start, count);
            position += count;
            head.setRelease(position);
        }
        return begin < end;
    }
}
