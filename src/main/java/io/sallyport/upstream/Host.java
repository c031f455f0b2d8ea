package io.sallyport.upstream;

import java.net.InetSocketAddress;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the process knows of one address of a cluster, or of an endpoint's name, which stands for its addresses. Shared
 * by all loops, the same across reloads.
 */
final class Host {

    /** Null for a name. */
    final @Nullable InetSocketAddress address;

    final long firstSeenNanos;

    /** How many requests and tunnels are on it. */
    final AtomicInteger active = new AtomicInteger();

    // Counted by whoever sends there, compared by Outliers.
    final AtomicInteger serverErrors = new AtomicInteger();
    final AtomicInteger gatewayErrors = new AtomicInteger();
    final AtomicInteger localFailures = new AtomicInteger();

    /** When somebody last was about to go there. */
    volatile long lastSeenNanos;

    /** Of a name: the hosts it last led to. */
    volatile Host[] behind = new Host[0];

    private volatile boolean ejected;

    // Written under the lock of Outliers alone.
    int ejections;
    long ejectedNanos;

    Host(@Nullable InetSocketAddress address, long nowNanos) {
        this.address = address;
        this.firstSeenNanos = nowNanos;
        this.lastSeenNanos = nowNanos;
    }

    /** How many requests and tunnels are on it, or on all that the name leads to. */
    int load() {
        int load = active.get();
        for (Host one : behind) {
            load += one.active.get();
        }
        return load;
    }

    void eject(boolean out) {
        ejected = out;
    }

    /** Whether nothing is to be sent there: it is ejected, or all that the name leads to is. */
    boolean isEjected() {
        Host[] all = behind;
        if (all.length == 0) {
            return ejected;
        }
        for (Host one : all) {
            if (!one.ejected) {
                return false;
            }
        }
        return true;
    }
}
