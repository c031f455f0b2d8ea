package io.sallyport.upstream;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one event loop that several requests use at a time, and who waits for one that is being made. The
 * eldest with room is used first, so that the others empty and go.
 */
final class SharedConnections {

    /** Waits for the outcome of another's dialling. */
    interface Follower {

        /** It is over. Told once. */
        void settled(boolean shared);
    }

    private final Map<LoopPool.Key, List<MultiplexedConnection>> byKey = new HashMap<>();
    private final Map<LoopPool.Key, List<Follower>> dialled = new HashMap<>();

    /** One with room for another request; null when there is none. */
    @Nullable
    MultiplexedConnection find(LoopPool.Key key) {
        List<MultiplexedConnection> connections = byKey.get(key);
        if (connections != null) {
            for (int index = 0; index < connections.size(); index++) {
                if (connections.get(index).hasRoom()) {
                    return connections.get(index);
                }
            }
        }
        return null;
    }

    /** Whether there is one, with room or without. */
    boolean knows(LoopPool.Key key) {
        return byKey.containsKey(key);
    }

    void add(MultiplexedConnection connection) {
        byKey.computeIfAbsent(connection.key(), key -> new ArrayList<>(1)).add(connection);
    }

    /** It takes no more requests. Harmless for one that is gone. */
    void remove(MultiplexedConnection connection) {
        List<MultiplexedConnection> connections = byKey.get(connection.key());
        if (connections != null && connections.remove(connection) && connections.isEmpty()) {
            byKey.remove(connection.key());
        }
    }

    boolean isEmpty() {
        return byKey.isEmpty();
    }

    /** How many there are. */
    int size() {
        return byKey.values().stream().mapToInt(List::size).sum();
    }

    // Who waits.

    boolean isDialled(LoopPool.Key key) {
        return dialled.containsKey(key);
    }

    /** From now on others may follow, until it is settled. */
    void lead(LoopPool.Key key) {
        dialled.putIfAbsent(key, new ArrayList<>(0));
    }

    void follow(LoopPool.Key key, Follower follower) {
        dialled.computeIfAbsent(key, wanted -> new ArrayList<>(0)).add(follower);
    }

    /** @param shared whether there is now a connection whose room is known */
    void settle(LoopPool.Key key, boolean shared) {
        List<Follower> followers = dialled.remove(key);
        if (followers != null) {
            followers.forEach(follower -> follower.settled(shared));
        }
    }

    // Who goes.

    void sweep(long nowNanos) {
        all().stream().filter(connection -> connection.isExpired(nowNanos)).forEach(MultiplexedConnection::retire);
    }

    void closeUnused(ConnectionGate gate, int most) {
        all().stream()
                .filter(connection -> connection.gate() == gate && connection.isUnused())
                .limit(Math.max(0, most))
                .forEach(MultiplexedConnection::retire);
    }

    /** Those in use go once they are not. */
    void closeUnused() {
        all().forEach(MultiplexedConnection::retire);
    }

    private List<MultiplexedConnection> all() {
        return byKey.values().stream().flatMap(List::stream).toList();
    }
}
