package io.sallyport.admin;

import io.sallyport.istio.Problem;
import io.sallyport.policy.VirtualHost;
import io.sallyport.reload.Configuration;
import io.sallyport.reload.ReloadReport;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.TreeMap;

/** The pages of the admin port (15000, loopback only). */
public final class AdminPages {

    private static final String INDEX = """
            Sallyport admin

            GET  /config   the configuration in force, and how the latest attempt to load it went
            GET  /hosts    the exact hosts that are listed, with their ports and routes
            POST /reload   read the configuration again, as SIGHUP does

            Health and metrics are on the health port: /healthz/ready, /healthz/live, /stats/prometheus
            """;

    private final Configuration configuration;

    public AdminPages(Configuration configuration) {
        this.configuration = configuration;
    }

    /** Hangs the pages onto the admin port's router. */
    public void register(Router router) {
        router.get("/").handler(context -> context.end(INDEX));
        router.get("/config").handler(this::config);
        router.get("/hosts").handler(this::hosts);
        router.post("/reload").blockingHandler(context -> {
            ReloadReport report = configuration.reload("admin");
            json(context, report.accepted() ? 200 : 422, report(report));
        });
    }

    private void config(RoutingContext context) {
        ReloadReport latest = configuration.latest();
        json(context, 200, latest == null ? new JsonObject().put("generation", 0) : report(latest));
    }

    private void hosts(RoutingContext context) {
        var hosts = configuration.current().snapshot().hosts();
        JsonObject body = new JsonObject();
        for (String name : new java.util.TreeSet<>(hosts.exactHosts())) {
            VirtualHost host = hosts.find(name);
            if (host != null) {
                body.put(name, ports(host));
            }
        }
        json(context, 200, body);
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

    private static JsonObject report(ReloadReport report) {
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

    private static void json(RoutingContext context, int status, JsonObject body) {
        context.response().setStatusCode(status).putHeader("content-type", "application/json");
        context.end(body.encodePrettily() + "\n");
    }
}
