package io.sallyport.admin.traffic;

import java.util.Collection;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A bounded number of edges. When it is full, those that nobody used for an hour make room; what still finds none is
 * counted with all others of its kind.
 */
final class BoundedEdges {

    /** What stands for all that found no room. */
    static final String OTHERS = "other hosts";

    /** Who stands for all callers of those. */
    static final String ANYBODY = "various";

    /** How often room is looked for: full means full for a while. */
    private static final long LOOK_EVERY = EdgeHistory.STEP;

    private final int most;
    private final ConcurrentMap<Edge, EdgeHistory> edges = new ConcurrentHashMap<>();
    private final AtomicLong looked = new AtomicLong();

    BoundedEdges(int most) {
        this.most = most;
    }

    void count(Edge edge, RecordedExchange exchange) {
        EdgeHistory known = edges.get(edge);
        if (known == null) {
            Edge entered = hasRoom(exchange.endedAt()) ? edge : new Edge(ANYBODY, OTHERS, edge.standing());
            known = edges.computeIfAbsent(entered, fresh -> new EdgeHistory(fresh, exchange));
        }
        known.count(exchange);
    }

    private boolean hasRoom(long now) {
        if (edges.size() < most) {
            return true;
        }
        long before = looked.get();
        if (now - before < LOOK_EVERY || !looked.compareAndSet(before, now)) {
            return false;
        }
        edges.values().removeIf(history -> history.isOlderThanAnHour(now));
        return edges.size() < most;
    }

    Collection<EdgeHistory> all() {
        return edges.values();
    }
}
