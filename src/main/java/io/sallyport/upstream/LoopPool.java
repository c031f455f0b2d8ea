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
 * The unused connections of one event loop. The one used last is taken first, so that the others grow old and go. Where
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
     */
    record Key(
            String cluster,
            InetSocketAddress address,
            @Nullable TlsPeer peer,
            @Nullable TunnelProxy proxy) {}

    private final EventLoop loop;
    private final Timer timer;
    private final int maxIdlePerAddress;
    private final int maxIdle;
    private final Map<Key, ArrayDeque<UpstreamConnection>> idle = new HashMap<>();
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

    /** A connection that can be used at once, now the caller's; null when there is none. */
    @Nullable
    UpstreamConnection take(Key key) {
        ArrayDeque<UpstreamConnection> connections = idle.get(key);
        while (connections != null && !connections.isEmpty()) {
            UpstreamConnection last = connections.removeLast();
            size--;
            if (last.isReusable()) {
                return last;
            }
            last.close();
        }
        return null;
    }

    /** Keeps a connection for later, or closes it when there are enough. */
    void put(UpstreamConnection connection) {
        if (connection.gate().waiting() > 0 && !closed) {
            connection.gate().handOver(connection, loop);
            return;
        }
        ArrayDeque<UpstreamConnection> connections = idle.computeIfAbsent(connection.key(), key -> new ArrayDeque<>());
        if (closed || size >= maxIdle || connections.size() >= maxIdlePerAddress) {
            connection.close();
            return;
        }
        connections.addLast(connection);
        size++;
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
        List<UpstreamConnection> unneeded = new ArrayList<>();
        int wanted = gate.waiting();
        for (ArrayDeque<UpstreamConnection> connections : idle.values()) {
            connections.removeIf(
                    connection -> connection.gate() == gate && unneeded.size() < wanted && unneeded.add(connection));
        }
        size -= unneeded.size();
        unneeded.forEach(UpstreamConnection::close);
    }

    /** Forgets a connection that ended or misbehaved while unused. */
    void remove(UpstreamConnection connection) {
        ArrayDeque<UpstreamConnection> connections = idle.get(connection.key());
        if (connections != null && connections.removeLastOccurrence(connection)) {
            size--;
        }
    }

    /** Closes those that were unused for too long. Runs only while there are any. */
    private void sweep() {
        long now = System.nanoTime();
        List<UpstreamConnection> expired = new ArrayList<>();
        for (Iterator<ArrayDeque<UpstreamConnection>> all = idle.values().iterator(); all.hasNext(); ) {
            ArrayDeque<UpstreamConnection> connections = all.next();
            connections.removeIf(connection -> connection.isExpired(now) && expired.add(connection));
            if (connections.isEmpty()) {
                all.remove();
            }
        }
        size -= expired.size();
        expired.forEach(UpstreamConnection::close);
        sweeping = size > 0;
        if (sweeping) {
            timer.after(loop, SWEEP_MILLIS, this::sweep);
        }
    }

    /** Closes all that are unused, and those in use once they are done. */
    void close() {
        closed = true;
        List<UpstreamConnection> all = new ArrayList<>();
        idle.values().forEach(all::addAll);
        idle.clear();
        size = 0;
        all.forEach(UpstreamConnection::close);
    }

    /** How many connections are kept. */
    int size() {
        return size;
    }
}
