package io.sallyport.admin.api;

import io.sallyport.admin.traffic.Edge;
import io.sallyport.admin.traffic.EdgeHistory;
import io.sallyport.admin.traffic.TrafficHistory;
import io.sallyport.admin.traffic.TrafficRecorder;
import io.sallyport.policy.Service;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.VirtualHost;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Every host that is listed, and every other that was asked for within the last hour. */
final class HostsJson {

    private HostsJson() {}

    /**
     * @param filter a part of the name, lower case; empty for all
     * @param limit how many are told at most; those with traffic come first
     */
    static JsonObject of(TrafficRecorder traffic, Snapshot snapshot, String filter, int limit) {
        long now = traffic.now();
        Map<String, List<EdgeHistory>> called = new HashMap<>();
        for (EdgeHistory history : traffic.history().edges()) {
            called.computeIfAbsent(history.edge().host(), _ -> new ArrayList<>())
                    .add(history);
        }
        Map<String, VirtualHost> listed = new HashMap<>();
        snapshot.hosts().forEach(listed::put);
        Set<String> names = new TreeSet<>();
        listed.keySet().stream().filter(name -> name.contains(filter)).forEach(names::add);
        called.keySet().stream().filter(name -> name.contains(filter)).forEach(names::add);
        JsonArray hosts = new JsonArray();
        names.stream()
                .filter(called::containsKey)
                .limit(limit)
                .forEach(name -> hosts.add(host(name, listed.get(name), called.getOrDefault(name, List.of()), now)));
        names.stream()
                .filter(name -> !called.containsKey(name))
                .limit(limit - hosts.size())
                .forEach(name -> hosts.add(host(name, listed.get(name), List.of(), now)));
        return new JsonObject().put("total", names.size()).put("hosts", hosts);
    }

    private static JsonObject host(String name, @Nullable VirtualHost listed, List<EdgeHistory> called, long now) {
        JsonObject host = new JsonObject()
                .put("name", name)
                .put("listed", listed != null)
                .put(
                        "denied",
                        called.stream().anyMatch(history -> history.edge().standing() == Edge.Standing.DENIED));
        Service service = listed == null ? null : listed.service();
        if (service != null) {
            host.put("entry", service.namespace() + "/" + service.entry()).put("where", service.where());
        }
        if (listed != null) {
            host.put(
                    "ports",
                    new JsonArray(listed.ports().keySet().stream().sorted().toList()));
        }
        double seconds = EdgeHistory.MINUTES * 60.0;
        return host.put("hour", TallyJson.of(TrafficHistory.sum(TrafficHistory.hour(called, now)), seconds));
    }
}
