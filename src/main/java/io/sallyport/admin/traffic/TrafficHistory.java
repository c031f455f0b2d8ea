package io.sallyport.admin.traffic;

import java.util.ArrayList;
import java.util.List;

/**
 * An hour of counts for every caller and host. Names that callers are free to choose have bounds of their own, so that
 * asking for many hosts pushes no listed one out of sight.
 */
public final class TrafficHistory {

    /** Edges to listed hosts. */
    static final int MOST_LISTED = 500;

    /** Edges to hosts that are not listed, or denied. */
    static final int MOST_FREELY_NAMED = 200;

    private final BoundedEdges listed = new BoundedEdges(MOST_LISTED);
    private final BoundedEdges freelyNamed = new BoundedEdges(MOST_FREELY_NAMED);

    void count(RecordedExchange exchange) {
        Edge edge = Edge.of(exchange);
        (edge.isFreelyNamed() ? freelyNamed : listed).count(edge, exchange);
    }

    /** Every edge that is remembered, in no order. */
    public List<EdgeHistory> edges() {
        List<EdgeHistory> all = new ArrayList<>(listed.all());
        all.addAll(freelyNamed.all());
        return all;
    }

    /** Those to one host. */
    public List<EdgeHistory> edgesTo(String host) {
        return edges().stream()
                .filter(history -> history.edge().host().equals(host))
                .toList();
    }

    /** Several histories as one hour, minute by minute. */
    public static List<Tally> hour(List<EdgeHistory> histories, long now) {
        List<Tally> hour = new ArrayList<>();
        for (int minute = 0; minute < EdgeHistory.MINUTES; minute++) {
            hour.add(new Tally());
        }
        for (EdgeHistory history : histories) {
            List<Tally> minutes = history.hour(now);
            for (int minute = 0; minute < EdgeHistory.MINUTES; minute++) {
                hour.get(minute).add(minutes.get(minute));
            }
        }
        return hour;
    }

    /** All of them together. */
    public static Tally sum(List<Tally> tallies) {
        Tally sum = new Tally();
        tallies.forEach(sum::add);
        return sum;
    }
}
