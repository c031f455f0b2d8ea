package io.sallyport.admin.api;

import io.sallyport.admin.traffic.Edge;
import io.sallyport.admin.traffic.EdgeHistory;
import io.sallyport.admin.traffic.Tally;
import io.sallyport.admin.traffic.TrafficRecorder;
import io.sallyport.policy.Snapshot;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The service graph: callers, hosts, and an edge for every pair that met within the last hour. */
final class GraphJson {

    private static final Comparator<EdgeHistory> ORDER = Comparator.comparing(
                    (EdgeHistory history) -> history.edge().standing())
            .thenComparing(history -> history.edge().host())
            .thenComparing(history -> history.edge().caller());

    private GraphJson() {}

    /** @param minutes what the rates are about, 1 to 60 */
    static JsonObject of(TrafficRecorder traffic, Snapshot snapshot, int minutes) {
        long now = traffic.now();
        double seconds = Math.clamp((now - traffic.began()) / 1000.0, 1, minutes * 60.0);
        JsonArray edges = new JsonArray();
        Map<String, JsonObject> nodes = new TreeMap<>();
        List<EdgeHistory> histories = traffic.history().edges().stream()
                .filter(history -> history.lastMinutes(now, EdgeHistory.MINUTES).count() > 0)
                .sorted(ORDER)
                .toList();
        for (EdgeHistory history : histories) {
            Edge edge = history.edge();
            Tally tally = minutes == 1 ? history.lastMinute(now) : history.lastMinutes(now, minutes);
            nodes.putIfAbsent("caller " + edge.caller(), node("caller", edge.caller()));
            JsonObject host = nodes.computeIfAbsent("host " + edge.host(), _ -> node("host", edge.host()));
            boolean denied = edge.standing() == Edge.Standing.DENIED;
            // A listed host of which one port was denied stays a listed host.
            if (!denied || !host.containsKey("standing")) {
                host.put("standing", edge.standing().name().toLowerCase(java.util.Locale.ROOT));
            }
            JsonObject told = TallyJson.of(tally, seconds)
                    .put("source", "caller " + edge.caller())
                    .put("target", "host " + edge.host())
                    .put("denied", denied)
                    .put("lastAt", history.latest().endedAt())
                    .put("lastExchange", history.latest().id());
            if (denied) {
                told.put("reason", history.latest().ruling().reason());
            }
            edges.add(told);
        }
        JsonArray all = new JsonArray();
        nodes.forEach((id, node) -> all.add(node.put("id", id)));
        return new JsonObject()
                .put("at", now)
                .put("seconds", seconds)
                .put("outboundPolicy", snapshot.outboundPolicy().name())
                .put("listedHosts", snapshot.hosts().size())
                .put("exchanges", traffic.recent().total())
                .put("nodes", all)
                .put("edges", edges);
    }

    private static JsonObject node(String kind, String name) {
        return new JsonObject().put("kind", kind).put("name", name);
    }
}
