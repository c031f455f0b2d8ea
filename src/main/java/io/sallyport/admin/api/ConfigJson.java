package io.sallyport.admin.api;

import io.sallyport.istio.Problem;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Service;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.SnapshotSource.Published;
import io.sallyport.reload.Configuration;
import io.sallyport.reload.ReloadReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The configuration in force: its generation, what it is made of, and what is wrong with the files. */
final class ConfigJson {

    /** Resources and problems that are told; nobody reads more. */
    private static final int MOST = 1000;

    /** Hosts of one resource that are told. */
    private static final int MOST_HOSTS = 50;

    private static final Pattern RULE = Pattern.compile("DestinationRule (\\S+) \\((.*)\\)");

    /** A resource and the hosts it has a say in. */
    private record Resource(String kind, String name, String where, Set<String> hosts) {

        JsonObject json() {
            return new JsonObject()
                    .put("kind", kind)
                    .put("name", name)
                    .put("where", where)
                    .put("hosts", new JsonArray(hosts.stream().limit(MOST_HOSTS).toList()))
                    .put("hostsTotal", hosts.size());
        }
    }

    private ConfigJson() {}

    static JsonObject of(Configuration configuration) {
        Published present = configuration.current();
        Snapshot snapshot = present.snapshot();
        Map<String, Resource> resources = resources(snapshot);
        JsonObject config = new JsonObject()
                .put("generation", present.generation())
                .put("outboundPolicy", snapshot.outboundPolicy().name())
                .put("pathNormalization", snapshot.pathNormalization().name())
                .put("hosts", snapshot.hosts().size());
        ReloadReport latest = configuration.latest();
        JsonArray problems = new JsonArray();
        if (latest != null) {
            config.put("accepted", latest.accepted())
                    .put("at", latest.at().toString())
                    .put("trigger", latest.trigger())
                    .put("read", latest.resources())
                    .put("errors", latest.count(Problem.Severity.ERROR))
                    .put("warnings", latest.count(Problem.Severity.WARNING));
            latest.problems().stream().limit(MOST).forEach(problem -> problems.add(problem(problem)));
        }
        JsonArray told = new JsonArray();
        resources.values().stream().limit(MOST).forEach(resource -> told.add(resource.json()));
        return config.put("problems", problems).put("resources", told).put("resourcesTotal", resources.size());
    }

    private static JsonObject problem(Problem problem) {
        return new JsonObject()
                .put("severity", problem.severity().name().toLowerCase(Locale.ROOT))
                .put("code", problem.code())
                .put("file", problem.where().file())
                .put("line", problem.where().line())
                .put("column", problem.where().column())
                .put("path", problem.where().path())
                .put("resource", problem.resource())
                .put("message", problem.message())
                .put("expected", problem.expected());
    }

    /** What hosts, routes and destinations in force say they come from. */
    private static Map<String, Resource> resources(Snapshot snapshot) {
        Map<String, Resource> found = new TreeMap<>();
        snapshot.hosts().forEach((name, host) -> {
            Service service = host.service();
            if (service != null) {
                hosts(found, "ServiceEntry", service.namespace() + "/" + service.entry(), service.where())
                        .add(name);
            }
            host.ports().values().forEach(port -> {
                port.routes()
                        .forEach(route -> hosts(found, "VirtualService", resource(route.name()), route.where())
                                .add(name));
                port.tunnelRoutes()
                        .forEach(route -> hosts(found, "VirtualService", resource(route.name()), route.where())
                                .add(name));
            });
            Clusters.of(host).forEach(cluster -> rule(cluster, found));
        });
        return found;
    }

    private static void rule(Cluster cluster, Map<String, Resource> found) {
        String rule = cluster.settings().rule();
        if (rule != null) {
            Matcher written = RULE.matcher(rule);
            boolean placed = written.matches();
            hosts(found, "DestinationRule", placed ? written.group(1) : rule, placed ? written.group(2) : "")
                    .add(cluster.service().host());
        }
    }

    private static Set<String> hosts(Map<String, Resource> found, String kind, String name, String where) {
        return found.computeIfAbsent(kind + " " + name, _ -> new Resource(kind, name, where, new LinkedHashSet<>()))
                .hosts();
    }

    /** A route's name begins with its resource's. */
    private static String resource(String route) {
        int slash = route.indexOf('/');
        return slash < 0 ? route : route.substring(0, slash);
    }
}
