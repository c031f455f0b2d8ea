package io.sallyport.admin;

import io.sallyport.admin.api.Clusters;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.Snapshot;
import io.sallyport.upstream.ClusterReading;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Destinations as Envoy's {@code /clusters} shows them: {@code cluster::key::value}. */
final class ClustersText {

    private ClustersText() {}

    static String of(Snapshot snapshot, List<ClusterReading> readings) {
        Map<String, ClusterReading> byName = new HashMap<>();
        readings.forEach(reading -> byName.put(reading.name(), reading));
        StringBuilder text = new StringBuilder();
        for (Cluster cluster : Clusters.of(snapshot)) {
            ClusterReading reading = byName.remove(cluster.name());
            tell(text, reading == null ? new ClusterReading(cluster.name(), 0, 0, 0, 0, 0) : reading);
            String discovery = cluster.discovery().name();
            line(text, cluster.name(), "discovery", discovery);
            for (Endpoint endpoint : cluster.endpoints()) {
                String place = endpoint.address() + ":" + endpoint.port();
                line(text, cluster.name(), place + "::weight", endpoint.weight());
                if (!endpoint.locality().isEmpty()) {
                    line(text, cluster.name(), place + "::locality", endpoint.locality());
                }
            }
        }
        // Called under an earlier configuration, or not listed at all.
        byName.values().stream()
                .sorted(java.util.Comparator.comparing(ClusterReading::name))
                .forEach(reading -> tell(text, reading));
        return text.toString();
    }

    private static void tell(StringBuilder text, ClusterReading reading) {
        line(text, reading.name(), "cx_active", reading.connections());
        line(text, reading.name(), "rq_active", reading.requests());
        line(text, reading.name(), "rq_pending_active", reading.pending());
        line(text, reading.name(), "addresses", reading.endpoints());
        line(text, reading.name(), "ejected", reading.ejected());
    }

    private static void line(StringBuilder text, String cluster, String key, Object value) {
        text.append(cluster).append("::").append(key).append("::").append(value).append('\n');
    }
}
