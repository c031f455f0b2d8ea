package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.sallyport.policy.ConnectionLimits;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Holds the connections of one cluster to its bound, for all loops together (Istio: {@code tcp.maxConnections}). Who
 * finds the bound reached waits in line: for a place that becomes free on any loop, or for a connection that its own
 * loop no longer uses.
 *
 * <p>Opening without a bound and closing without anybody waiting take no lock; the line has one, held for a few steps.
 * No wake-up is lost: who joins the line looks again whether a place is free, and who frees a place looks at the line
 * afterwards, so that one of the two sees the other.
 */
final class ConnectionGate {

    /** How far into the line a loop looks for someone who can use its connection as it is. */
    private static final int OUTLOOK = 16;

    /** How often the first in line is passed over by those that can, before a connection is closed for it. */
    private static final int PATIENCE = 16;

    /** Someone in line. Told on its loop, once. */
    interface Waiter {

        EventLoop loop();

        /** Which connections it could use. */
        LoopPool.Key key();

        /** A place is free and now the waiter's, to be released exactly once. */
        void granted();

        /** A connection with its place is now the waiter's. Called within the line's loop. */
        void offered(UpstreamConnection connection);
    }

    private final AtomicInteger open;
    private final Set<Waiter> line = new LinkedHashSet<>();
    private volatile int waiting;
    private volatile int bound = ConnectionLimits.UNLIMITED;
    private volatile long generation;
    private int passedOver;

    /** @param open counts the connections */
    ConnectionGate(AtomicInteger open) {
        this.open = open;
    }

    /**
     * Takes a place, or joins the line.
     *
     * @param settingsOf the generation of the configuration the bound is from; that of the latest counts
     * @param waiter who joins the line; null for one who does not wait
     * @return whether a place was taken
     */
    boolean open(long settingsOf, int maxConnections, @Nullable Waiter waiter) {
        if (settingsOf > generation) {
            adopt(settingsOf, maxConnections);
        }
        if (bound == ConnectionLimits.UNLIMITED) {
            open.incrementAndGet();
            return true;
        }
        return openWithin(waiter);
    }

    private synchronized boolean openWithin(@Nullable Waiter waiter) {
        if (line.isEmpty() && take()) {
            return true;
        }
        if (waiter == null) {
            return false;
        }
        line.add(waiter);
        waiting = line.size();
        // Whoever closed one before seeing the line grew left the place to us.
        Waiter first = line.iterator().next();
        if (first.equals(waiter) && take()) {
            remove(waiter);
            return true;
        }
        return false;
    }

    private boolean take() {
        if (open.incrementAndGet() <= bound) {
            return true;
        }
        open.decrementAndGet();
        return false;
    }

    /** A place becomes free. */
    void release() {
        open.decrementAndGet();
        if (waiting > 0) {
            grant();
        }
    }

    /** Leaves the line; harmless for one who is not in it. */
    synchronized void leave(Waiter waiter) {
        remove(waiter);
    }

    /** How many are in line. */
    int waiting() {
        return waiting;
    }

    /**
     * Gives a connection with room for a request to somebody of its loop who can use it; else closes it if nobody uses
     * it, so that its place goes to the first in line. To be called where somebody is waiting, on the connection's loop.
     *
     * @return whether somebody took it
     */
    boolean handOver(UpstreamConnection connection, EventLoop loop) {
        Waiter taker = taker(connection.key(), loop);
        if (taker == null) {
            connection.closeIfUnused();
            return false;
        }
        taker.offered(connection);
        return true;
    }

    private synchronized @Nullable Waiter taker(LoopPool.Key key, EventLoop loop) {
        int looked = 0;
        for (Waiter waiter : line) {
            boolean first = looked == 0;
            if (waiter.loop().equals(loop) && waiter.key().equals(key)) {
                passedOver = first ? 0 : passedOver + 1;
                remove(waiter);
                return waiter;
            }
            if (++looked == OUTLOOK || passedOver >= PATIENCE) {
                break;
            }
        }
        passedOver = 0;
        return null;
    }

    private void remove(Waiter waiter) {
        line.remove(waiter);
        waiting = line.size();
    }

    private void adopt(long settingsOf, int maxConnections) {
        synchronized (this) {
            if (settingsOf > generation) {
                bound = maxConnections;
                generation = settingsOf;
            }
        }
        if (waiting > 0) {
            grant();
        }
    }

    private void grant() {
        for (Waiter waiter : granted()) {
            try {
                waiter.loop().execute(waiter::granted);
            } catch (RejectedExecutionException ended) {
                release();
            }
        }
    }

    private synchronized List<Waiter> granted() {
        List<Waiter> granted = new ArrayList<>();
        for (Iterator<Waiter> first = line.iterator(); first.hasNext() && take(); ) {
            granted.add(first.next());
            first.remove();
        }
        waiting = line.size();
        return granted;
    }
}
