package io.sallyport.telemetry;

import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes lines from event loops and writes them on a thread of its own, in batches.
 *
 * <p>It looks for lines by the clock, and is woken only by a loop whose ring is half full: waking a thread costs an
 * event loop more than encoding a line. When the destination is slower than the traffic, lines are dropped and
 * counted, for a log must not slow the calls that it is about.
 */
final class LineWriter implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LineWriter.class.getName());
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    // A destination that hangs must not hold the process up for ever.
    private static final long CLOSE_MILLIS = 2_000;

    private final LogDestination destination;
    private final int capacity;
    private final Counter dropped;
    private final Thread thread;
    private final List<LineRing> rings = new CopyOnWriteArrayList<>();
    private OutputStream out;
    private boolean failing;
    private volatile boolean closing;
    private volatile boolean reopening;

    /**
     * Opens the destination.
     *
     * @param capacity bytes that may wait for each thread that writes, a power of two
     * @param dropped counts lines that were not written
     * @throws IOException when the destination cannot be opened
     */
    LineWriter(LogDestination destination, int capacity, Counter dropped) throws IOException {
        this.destination = destination;
        this.capacity = capacity;
        this.dropped = dropped;
        this.out = destination.open();
        this.thread = Thread.ofPlatform().name("access-log").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** A ring for one thread to write to. */
    LineRing ring() {
        LineRing ring = new LineRing(capacity);
        rings.add(ring);
        return ring;
    }

    /** Hands a line over; never waits. */
    void write(LineRing ring, LineBuffer line) {
        boolean roomy = !ring.isCrowded();
        if (closing || !ring.offer(line.bytes(), line.length())) {
            dropped.increment();
        } else if (roomy && ring.isCrowded()) {
            LockSupport.unpark(thread);
        }
    }

    /** Opens the destination anew, soon, and closes what was open. */
    void reopen() {
        reopening = true;
        LockSupport.unpark(thread);
    }

    /** Writes what is waiting, for at most two seconds, and closes the destination. */
    @Override
    public void close() {
        closing = true;
        LockSupport.unpark(thread);
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closing) {
            drain();
            if (reopening) {
                reopening = false;
                exchangeDestination();
            }
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        drain();
        try {
            destination.close(out);
        } catch (IOException failure) {
            failed(failure);
        }
    }

    private void drain() {
        for (LineRing ring : rings) {
            ring.drainTo(this::write);
        }
    }

    private void write(byte[] bytes, int offset, int count) {
        try {
            out.write(bytes, offset, count);
            out.flush();
            failing = false;
        } catch (IOException failure) {
            dropped.increment(lines(bytes, offset, count));
            failed(failure);
        }
    }

    private void exchangeDestination() {
        try {
            // The new one first: if it cannot be opened, lines go on where they went.
            OutputStream opened = destination.open();
            OutputStream old = out;
            out = opened;
            destination.close(old);
        } catch (IOException failure) {
            LOG.log(Level.ERROR, "access log cannot be reopened", failure);
        }
    }

    private static int lines(byte[] bytes, int offset, int count) {
        int lines = 0;
        for (int i = offset; i < offset + count; i++) {
            lines += bytes[i] == '\n' ? 1 : 0;
        }
        return lines;
    }

    private void failed(IOException failure) {
        if (!failing) {
            failing = true;
            LOG.log(Level.ERROR, "access log cannot be written", failure);
        }
    }
}
