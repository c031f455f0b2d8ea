package io.sallyport.telemetry;

import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes lines from event loops and writes them on a thread of its own, in batches.
 *
 * <p>It looks for lines by the clock, and is woken only by a loop whose ring is half full: waking a thread costs an
 * event loop more than encoding a line. After a second without lines it sleeps, and the next line wakes it, so that a
 * process without traffic costs nothing. When the destination is slower than the traffic, lines are dropped and
 * counted, for a log must not slow the calls that it is about.
 */
final class LineWriter implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LineWriter.class.getName());
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final int EMPTY_LOOKS_BEFORE_SLEEP = 20;
    // A destination that hangs must not hold the process up for ever.
    private static final long CLOSE_MILLIS = 2_000;

    private final LogDestination destination;
    private final int capacity;
    private final Counter dropped;
    private final long sleepNanos;
    private final Thread thread;
    private final List<LineRing> rings = new CopyOnWriteArrayList<>();
    private OutputStream out;
    private boolean failing;
    private volatile boolean asleep;
    private volatile boolean closing;
    private volatile boolean reopening;

    /**
     * Opens the destination.
     *
     * @param capacity bytes that may wait for each thread that writes, a power of two
     * @param dropped counts lines that were not written
     * @param sleep how long it may not look at all, where nobody wakes it
     * @throws IOException when the destination cannot be opened
     */
    LineWriter(LogDestination destination, int capacity, Counter dropped, Duration sleep) throws IOException {
        this.destination = destination;
        this.capacity = capacity;
        this.dropped = dropped;
        this.sleepNanos = sleep.toNanos();
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
        } else if (asleep || (roomy && ring.isCrowded())) {
            LockSupport.unpark(thread);
        }
    }

    /** Whether the next line has to wake it. */
    boolean isAsleep() {
        return asleep;
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
        int emptyLooks = 0;
        while (!closing) {
            emptyLooks = drain() ? 0 : emptyLooks + 1;
            if (reopening) {
                reopening = false;
                exchangeDestination();
            }
            if (emptyLooks < EMPTY_LOOKS_BEFORE_SLEEP) {
                LockSupport.parkNanos(PAUSE_NANOS);
            } else {
                sleep();
            }
        }
        drain();
        try {
            destination.close(out);
        } catch (IOException failure) {
            failed(failure);
        }
    }

    /** Who adds a line just as it falls asleep may not see that it does; such a line waits for it to wake by itself. */
    private void sleep() {
        asleep = true;
        if (!drain() && !closing && !reopening) {
            LockSupport.parkNanos(this, sleepNanos);
        }
        asleep = false;
    }

    /** Writes what waits; false where there was nothing. */
    private boolean drain() {
        boolean any = false;
        for (LineRing ring : rings) {
            any |= ring.drainTo(this::write);
        }
        return any;
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
