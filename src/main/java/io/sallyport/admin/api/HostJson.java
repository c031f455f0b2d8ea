package io.sallyport.admin.api;

import io.sallyport.admin.traffic.Edge;
import io.sallyport.admin.traffic.EdgeHistory;
import io.sallyport.admin.traffic.RecordedExchange;
import io.sallyport.admin.traffic.Tally;
import io.sallyport.admin.traffic.TrafficHistory;
import io.sallyport.admin.traffic.TrafficRecorder;
import io.sallyport.explain.Narrative;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.Service;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.VirtualHost;
import io.sallyport.upstream.ClusterReading;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One host: the last hour, who calls it, what applies to it in words, where it leads, its certificate. */
final class HostJson {

    private final TrafficRecorder traffic;
    private final Snapshot snapshot;
    private final RunningProcess process;
    private final long now;

    HostJson(TrafficRecorder traffic, Snapshot snapshot, RunningProcess process) {
        this.traffic = traffic;
        this.snapshot = snapshot;
        this.process = process;
        this.now = traffic.now();
    }

    /** @throws NotThere for a host that is not listed and was not asked for */
    JsonObject of(String asked) {
        String name = asked.toLowerCase(Locale.ROOT);
        VirtualHost listed = snapshot.find(name);
        List<EdgeHistory> called = traffic.history().edgesTo(name);
        if (listed == null && called.isEmpty()) {
            throw new NotThere("no ServiceEntry lists this host, and nobody asked for it within the last hour");
        }
        List<Tally> hour = TrafficHistory.hour(called, now);
        JsonObject host = new JsonObject()
                .put("name", name)
                .put("listed", listed != null)
                .put("at", now)
                .put("total", TallyJson.of(TrafficHistory.sum(hour), EdgeHistory.MINUTES * 60.0))
                .put("minutes", minutes(hour))
                .put("outcomes", outcomes(TrafficHistory.sum(hour)))
                .put("callers", callers(called))
                .put("certificate", certificate(name));
        if (listed != null) {
            host.put("service", service(listed))
                    .put("policy", HostPolicyJson.of(snapshot, listed, name))
                    .put("clusters", clusters(listed));
        }
        RecordedExchange denied = latestDenied(called);
        if (denied != null) {
            Narrative story = Retelling.narrative(denied, snapshot);
            // Since then somebody may have listed it.
            host.put("denial", NarrativeJson.of(story)).put("stillDenied", story.isDenied());
        }
        return host;
    }

    private static @Nullable RecordedExchange latestDenied(List<EdgeHistory> called) {
        return called.stream()
                .filter(history -> history.edge().standing() == Edge.Standing.DENIED)
                .map(EdgeHistory::latest)
                .max(Comparator.comparingLong(RecordedExchange::id))
                .orElse(null);
    }

    private JsonArray minutes(List<Tally> hour) {
        JsonArray minutes = new JsonArray();
        long minute = Duration.ofMinutes(1).toMillis();
        long begin = now / minute * minute - (hour.size() - 1) * minute;
        for (int i = 0; i < hour.size(); i++) {
            minutes.add(TallyJson.of(hour.get(i), 60).put("at", begin + i * minute));
        }
        return minutes;
    }

    private static JsonArray outcomes(Tally tally) {
        JsonArray outcomes = new JsonArray();
        tally.outcomes()
                .forEach((outcome, count) -> outcomes.add(new JsonObject()
                        .put("outcome", outcome.name())
                        .put("flag", outcome.flag())
                        .put("count", count)));
        return outcomes;
    }

    private JsonArray callers(List<EdgeHistory> called) {
        JsonArray callers = new JsonArray();
        called.stream()
                .sorted(Comparator.comparing(history -> history.edge().caller()))
                .forEach(history -> callers.add(TallyJson.of(
                                history.lastMinutes(now, EdgeHistory.MINUTES), EdgeHistory.MINUTES * 60.0)
                        .put("name", history.edge().caller())
                        .put("standing", history.edge().standing().name().toLowerCase(Locale.ROOT))
                        .put("lastAt", history.latest().endedAt())));
        return callers;
    }

    private @Nullable JsonObject certificate(String name) {
        Instant end = process.certificates().get(name);
        return end == null
                ? null
                : new JsonObject()
                        .put("goodUntil", end.toString())
                        .put(
                                "days",
                                Duration.between(Instant.ofEpochMilli(now), end).toDays());
    }

    private static @Nullable JsonObject service(VirtualHost listed) {
        Service service = listed.service();
        return service == null
                ? null
                : new JsonObject()
                        .put("host", service.host())
                        .put("entry", service.namespace() + "/" + service.entry())
                        .put("where", service.where());
    }

    private JsonArray clusters(VirtualHost listed) {
        JsonArray clusters = new JsonArray();
        List<ClusterReading> readings = process.clusters();
        for (Cluster cluster : Clusters.of(listed)) {
            JsonObject told = cluster(cluster);
            readings.stream()
                    .filter(reading -> reading.name().equals(cluster.name()))
                    .forEach(reading -> told.put("connections", reading.connections())
                            .put("requests", reading.requests())
                            .put("pending", reading.pending())
                            .put("addresses", reading.endpoints())
                            .put("ejected", reading.ejected()));
            clusters.add(told);
        }
        return clusters;
    }

    static JsonObject cluster(Cluster cluster) {
        JsonArray endpoints = new JsonArray();
        for (Endpoint endpoint : cluster.endpoints()) {
            endpoints.add(new JsonObject()
                    .put("address", endpoint.address())
                    .put("port", endpoint.port())
                    .put("weight", endpoint.weight())
                    .put("locality", endpoint.locality())
                    .put("labels", new JsonObject(Map.copyOf(endpoint.labels()))));
        }
        return new JsonObject()
                .put("name", cluster.name())
                .put("discovery", cluster.discovery().name())
                .put("destinationRule", cluster.settings().rule())
                .put("tls", cluster.settings().tls() != null)
                .put("outlierDetection", cluster.settings().outliers() != null)
                .put("endpoints", endpoints);
    }
}
