package io.sallyport.admin;

import io.sallyport.admin.api.Answers;
import io.sallyport.istio.Problem;
import io.sallyport.policy.VirtualHost;
import io.sallyport.reload.Configuration;
import io.sallyport.reload.ReloadReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import java.util.TreeMap;
import java.util.TreeSet;

/** The short pages for scripts: {@code /config} and {@code /hosts}. */
final class ConfigPages {

    private ConfigPages() {}

    static void config(RoutingContext context, Configuration configuration) {
        ReloadReport latest = configuration.latest();
        Answers.json(context, 200, latest == null ? new JsonObject().put("generation", 0) : report(latest));
    }

    static void hosts(RoutingContext context, Configuration configuration) {
        var hosts = configuration.current().snapshot().hosts();
        JsonObject body = new JsonObject();
        for (String name : new TreeSet<>(hosts.exactHosts())) {
            VirtualHost host = hosts.find(name);
            if (host != null) {
                body.put(name, ports(host));
            }
        }
        Answers.json(context, 200, body);
    }

    static JsonObject report(ReloadReport report) {
        JsonArray problems = new JsonArray();
        for (Problem problem : report.problems()) {
            problems.add(problem.line());
        }
        return new JsonObject()
                .put("generation", report.generation())
                .put("accepted", report.accepted())
                .put("at", report.at().toString())
                .put("trigger", report.trigger())
                .put("resources", report.resources())
                .put("problems", problems);
    }

    private static JsonObject ports(VirtualHost host) {
        JsonObject ports = new JsonObject();
        new TreeMap<>(host.ports()).forEach((number, policy) -> {
            JsonArray routes = new JsonArray();
            policy.routes().forEach(route -> routes.add(route.name()));
            ports.put(
                    number.toString(),
                    new JsonObject()
                            .put("protocol", policy.port().protocol().name())
                            .put("routes", routes));
        });
        return ports;
    }
}
