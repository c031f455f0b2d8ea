package io.sallyport.admin.api;

import io.sallyport.policy.Cluster;
import io.sallyport.policy.HttpRoute;
import io.sallyport.policy.PortPolicy;
import io.sallyport.policy.RouteAction;
import io.sallyport.policy.Service;
import io.sallyport.policy.SnapshotSource.Published;
import io.sallyport.policy.VirtualHost;
import io.sallyport.policy.WeightedDestination;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The whole configuration in force, as it was compiled. Values that routes match or set, bodies and keys are left out:
 * they may be secrets, and each part names the file and line where they are written.
 */
public final class SnapshotDump {

    private SnapshotDump() {}

    public static JsonObject of(Published present) {
        Map<String, VirtualHost> hosts = new TreeMap<>();
        present.snapshot().hosts().forEach(hosts::put);
        JsonArray told = new JsonArray();
        hosts.forEach((name, host) -> told.add(host(name, host)));
        JsonArray clusters = new JsonArray();
        for (Cluster cluster : Clusters.of(present.snapshot())) {
            clusters.add(HostJson.cluster(cluster)
                    .put("connectTimeout", cluster.connectTimeout().toString())
                    .put("idleTimeout", cluster.idleTimeout().toString()));
        }
        return new JsonObject()
                .put("generation", present.generation())
                .put("outboundPolicy", present.snapshot().outboundPolicy().name())
                .put("hosts", told)
                .put("clusters", clusters);
    }

    private static JsonObject host(String name, VirtualHost host) {
        Service service = host.service();
        JsonArray ports = new JsonArray();
        new TreeMap<>(host.ports()).forEach((number, policy) -> ports.add(port(number, policy)));
        return new JsonObject()
                .put("host", name)
                .put("serviceEntry", service == null ? null : service.namespace() + "/" + service.entry())
                .put("where", service == null ? null : service.where())
                .put("ports", ports);
    }

    private static JsonObject port(int number, PortPolicy policy) {
        JsonArray routes = new JsonArray();
        policy.routes().forEach(route -> routes.add(route(route)));
        JsonArray tunnelRoutes = new JsonArray();
        policy.tunnelRoutes()
                .forEach(route -> tunnelRoutes.add(new JsonObject()
                        .put("name", route.name())
                        .put("where", route.where())
                        .put("destinations", destinations(route.destinations()))));
        Cluster cluster = policy.cluster();
        return new JsonObject()
                .put("number", number)
                .put("name", policy.port().name())
                .put("protocol", policy.port().protocol().name())
                .put("https", policy.port().https().name().toLowerCase(Locale.ROOT))
                .put("cluster", cluster == null ? null : cluster.name())
                .put("routes", routes)
                .put("tunnelRoutes", tunnelRoutes);
    }

    private static JsonObject route(HttpRoute route) {
        JsonObject told = new JsonObject()
                .put("name", route.name())
                .put("where", route.where())
                .put("matches", route.matches().size());
        return switch (route.action()) {
            case RouteAction.Send send -> told.put("destinations", destinations(send.destinations()));
            case RouteAction.Reply reply -> told.put("answer", reply.answer().status());
            case RouteAction.Redirect _ -> told.put("redirect", true);
        };
    }

    private static JsonArray destinations(Iterable<WeightedDestination> destinations) {
        JsonArray told = new JsonArray();
        for (WeightedDestination destination : destinations) {
            var forward = destination.forward();
            told.add(new JsonObject()
                    .put("weight", destination.weight())
                    .put("cluster", forward == null ? null : forward.cluster().name())
                    .put("timeout", forward == null ? null : text(forward.timeout()))
                    .put("retries", forward == null ? 0 : forward.retries().retries())
                    .put(
                            "perTryTimeout",
                            forward == null ? null : text(forward.retries().perTryTimeout())));
        }
        return told;
    }

    private static @Nullable String text(@Nullable Duration duration) {
        return duration == null ? null : duration.toString();
    }
}
