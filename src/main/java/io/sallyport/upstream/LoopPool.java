package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.sallyport.exchange.Timer;
import io.sallyport.policy.TunnelProxy;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The unused connections of one event loop, and those of HTTP/2, which go on being used by others. Of the unused, the one used last is taken first, so that the others grow old and go. Where
 * a cluster has a bound and somebody waits in the line of its {@link ConnectionGate}, none is kept.
 */
final class LoopPool {

    /** Between looks at who is too old; idle timeouts are that coarse. */
    static final long SWEEP_MILLIS = 1000;

    /**
     * Connections that are interchangeable: to one address, on behalf of one cluster.
     *
     * @param peer whom TLS made sure of; null where they are plain
     * @param proxy what was asked of the proxy at the address; null where there is none
     * @param offer which versions of HTTP they may speak
     */
    record Key(
            String cluster,
            InetSocketAddress address,
            @Nullable TlsPeer peer,
            @Nullable TunnelProxy proxy,
            HttpOffer offer) {}

    private final EventLoop loop;
    private final Timer timer;
    private final int maxIdlePerAddress;
    private final int maxIdle;
    private final Map<Key, ArrayDeque<Http1Connection>> idle = new HashMap<>();
    private final SharedConnections shared = new SharedConnections();
    private final Set<ConnectionGate> reclaimed = ConcurrentHashMap.newKeySet();
    private int size;
    private boolean sweeping;
    private boolean closed;

    LoopPool(EventLoop loop, Timer timer, UpstreamSettings settings) {
        this.loop = loop;
        this.timer = timer;
        this.maxIdlePerAddress = settings.maxIdlePerAddress();
        this.maxIdle = settings.maxIdle();
    }

    /** A connection that can be used at once, with room for the caller; null when there is none. */
    @Nullable
    UpstreamConnection take(Key key) {
        UpstreamConnection multiplexed = shared.find(key);
        return multiplexed != null ? multiplexed : takeIdle(key);
    }

    /** The same of those that others use, too. */
    @Nullable
    UpstreamConnection takeShared(Key key) {
        return shared.find(key);
    }

    /** Those that several requests use at a time. */
    SharedConnections shared() {
        return shared;
    }

    private @Nullable UpstreamConnection takeIdle(Key key) {
        ArrayDeque<Http1Connection> connections = idle.get(key);
        while (connections != null && !connections.isEmpty()) {
            Http1Connection last = connections.removeLast();
            size--;
            if (last.isReusable()) {
                return last;
            }
            last.close();
        }
        return null;
    }

    /** Keeps a connection for later, or closes it when there are enough. */
    void put(Http1Connection connection) {
        if (connection.gate().waiting() > 0 && !closed) {
            connection.gate().handOver(connection, loop);
            return;
        }
        ArrayDeque<Http1Connection> connections = idle.computeIfAbsent(connection.key(), key -> new ArrayDeque<>());
        if (closed || size >= maxIdle || connections.size() >= maxIdlePerAddress) {
            connection.close();
            return;
        }
        connections.addLast(connection);
        size++;
        keepSweeping();
    }

    /** Keeps a connection that several requests use at a time, from its beginning to its end. */
    void add(MultiplexedConnection connection) {
        shared.add(connection);
        keepSweeping();
    }

    /** Whether connections are closed once they are unused. */
    boolean isClosed() {
        return closed;
    }

    private void keepSweeping() {
        if (!sweeping) {
            sweeping = true;
            timer.after(loop, SWEEP_MILLIS, this::sweep);
        }
    }

    /**
     * Asks for the places of unused connections, from any thread. Asked again before it came to it, the first asking
     * serves both: it forgets having been asked before it looks.
     */
    void reclaim(ConnectionGate gate) {
        if (reclaimed.add(gate) && !loop.isShuttingDown()) {
            loop.execute(() -> {
                reclaimed.remove(gate);
                closeFor(gate);
            });
        }
    }

    private void closeFor(ConnectionGate gate) {
        List<Http1Connection> unneeded = new ArrayList<>();
        int wanted = gate.waiting();
        for (ArrayDeque<Http1Connection> connections : idle.values()) {
            connections.removeIf(
                    connection -> connection.gate() == gate && unneeded.size() < wanted && unneeded.add(connection));
        }
        size -= unneeded.size();
        unneeded.forEach(Http1Connection::close);
        shared.closeUnused(gate, wanted - unneeded.size());
    }

    /** Forgets a connection that ended or misbehaved while unused. */
    void remove(Http1Connection connection) {
        ArrayDeque<Http1Connection> connections = idle.get(connection.key());
        if (connections != null && connections.removeLastOccurrence(connection)) {
            size--;
        }
    }

    /** Closes those that were unused for too long. Runs only while there are any. */
    private void sweep() {
        long now = System.nanoTime();
        List<Http1Connection> expired = new ArrayList<>();
        for (Iterator<ArrayDeque<Http1Connection>> all = idle.values().iterator(); all.hasNext(); ) {
            ArrayDeque<Http1Connection> connections = all.next();
            connections.removeIf(connection -> connection.isExpired(now) && expired.add(connection));
            if (connections.isEmpty()) {
                all.remove();
            }
        }
        size -= expired.size();
        expired.forEach(Http1Connection::close);
        shared.sweep(now);
        sweeping = false;
        if (size > 0 || !shared.isEmpty()) {
            keepSweeping();
        }
    }

    /** Closes all that are unused, and those in use once they are done. */
    void close() {
        closed = true;
        List<Http1Connection> all = new ArrayList<>();
        idle.values().forEach(all::addAll);
        idle.clear();
        size = 0;
        all.forEach(Http1Connection::close);
        shared.closeUnused();
    }

    /** How many connections are kept. */
    int size() {
        return size;
    }
}
