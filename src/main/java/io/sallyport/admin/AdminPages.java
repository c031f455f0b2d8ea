package io.sallyport.admin;

import io.sallyport.admin.api.Answers;
import io.sallyport.admin.api.ApiPages;
import io.sallyport.admin.api.RunningProcess;
import io.sallyport.admin.traffic.TrafficRecorder;
import io.sallyport.reload.Configuration;
import io.sallyport.reload.ReloadReport;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The pages of the admin port (15000, loopback only): the console, the JSON behind it, and Envoy's familiar pages. */
public final class AdminPages {

    private static final String INDEX = """
            Sallyport admin

            /console/          the console, for a browser

            GET  /api/graph    callers, hosts and what goes on between them
            GET  /api/hosts    hosts that are listed or were asked for; /api/hosts/{host} tells one
            GET  /api/exchanges?host=&status=&caller=&limit=   recent exchanges; /api/exchanges/{id} tells one
            GET  /api/config   the configuration in force, with its problems by file and line
            GET  /api/explain?url=&method=&header=             what would become of a request

            GET  /config       how the latest attempt to load the configuration went
            GET  /hosts        the exact hosts that are listed, with their ports and routes
            POST /reload       read the configuration again, as SIGHUP does

            GET  /stats        every metric, one a line; ?filter=TEXT, ?format=prometheus
            GET  /config_dump  the configuration in force, whole
            GET  /clusters     destinations, their endpoints and what goes on at them
            GET  /ready        whether traffic is taken
            GET  /logging      the log level; POST /logging?level=debug sets it
            POST /drain        take no new exchanges, let those in flight end
            POST /quitquitquit the same, then end

            Health and metrics are on the health port: /healthz/ready, /healthz/live, /stats/prometheus
            """;

    private final Configuration configuration;
    private final TrafficRecorder traffic;
    private final RunningProcess process;

    public AdminPages(Configuration configuration, TrafficRecorder traffic, RunningProcess process) {
        this.configuration = configuration;
        this.traffic = traffic;
        this.process = process;
    }

    /** Hangs the pages onto the admin port's router, and the guard before everything that is on it. */
    public void register(Router router) {
        router.route().order(Integer.MIN_VALUE).handler(new AdminGuard());
        router.get("/").handler(AdminPages::index);
        new ConsoleFiles().register(router);
        new ApiPages(configuration, traffic, process).register(router);
        new EnvoyPages(configuration, process).register(router);
        router.post("/reload").blockingHandler(context -> {
            ReloadReport report = configuration.reload("admin");
            Answers.json(context, report.accepted() ? 200 : 422, ConfigPages.report(report));
        });
        router.get("/config").handler(context -> ConfigPages.config(context, configuration));
        router.get("/hosts").blockingHandler(context -> ConfigPages.hosts(context, configuration), false);
        for (String path : new String[] {"/reload", "/drain", "/quitquitquit"}) {
            router.route(path).handler(Answers::onlyPost);
        }
    }

    private static void index(RoutingContext context) {
        String accepted = context.request().getHeader("accept");
        if (accepted != null && accepted.contains("text/html")) {
            ConsoleFiles.redirect(context);
        } else {
            Answers.text(context, 200, INDEX);
        }
    }
}
