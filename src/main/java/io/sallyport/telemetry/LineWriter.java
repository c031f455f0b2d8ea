package io.sallyport.telemetry;

import io.micrometer.core.instrument.Counter;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Takes lines from event loops and writes them on a thread of its own, in batches.
 *
 * <p>It looks for lines by the clock and is never woken by one: waking a thread costs an event loop more than encoding
 * a line. When the destination is slower than the traffic, lines are dropped and counted, for a log must not slow the
 * calls that it is about.
 */
final class LineWriter implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(LineWriter.class.getName());
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    // A destination that hangs must not hold the process up for ever.
    private static final long CLOSE_MILLIS = 2_000;

    private final LineQueue queue;
    private final OutputStream out;
    private final Counter dropped;
    private final Thread thread;
    private volatile boolean closing;
    private boolean failing;

    LineWriter(OutputStream out, int capacity, Counter dropped) {
        this.queue = new LineQueue(capacity);
        this.out = out;
        this.dropped = dropped;
        this.thread = Thread.ofPlatform().name("access-log").daemon().unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /** Hands a line over; never waits. */
    void write(byte[] line) {
        if (closing || !queue.offer(line)) {
            dropped.increment();
        }
    }

    /** Writes what is waiting, for at most two seconds. */
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
            LockSupport.parkNanos(PAUSE_NANOS);
        }
        drain();
    }

    private void drain() {
        byte[] line = queue.poll();
        if (line == null) {
            return;
        }
        for (; line != null; line = queue.poll()) {
            write(out, line);
        }
        try {
            out.flush();
            failing = false;
        } catch (IOException failure) {
            failed(failure);
        }
    }

    private void write(OutputStream destination, byte[] line) {
        try {
            destination.write(line);
        } catch (IOException failure) {
            dropped.increment();
            failed(failure);
        }
    }

    private void failed(IOException failure) {
        if (!failing) {
            failing = true;
            LOG.log(Level.ERROR, "access log cannot be written", failure);
        }
    }
}
