package io.sallyport.admin;

import io.sallyport.admin.api.Answers;
import io.sallyport.admin.api.RunningProcess;
import io.sallyport.admin.api.SnapshotDump;
import io.sallyport.reload.Configuration;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;

/** The pages that people know from Envoy's admin port, under its names, where we have something to show. */
final class EnvoyPages {

    private final Configuration configuration;
    private final RunningProcess process;
    private final LogLevel logLevel = new LogLevel();

    EnvoyPages(Configuration configuration, RunningProcess process) {
        this.configuration = configuration;
        this.process = process;
    }

    void register(Router router) {
        router.get("/stats").blockingHandler(this::stats, false);
        router.get("/config_dump")
                .blockingHandler(
                        context -> Answers.json(context, 200, SnapshotDump.of(configuration.current())), false);
        router.get("/clusters")
                .blockingHandler(
                        context -> Answers.text(
                                context,
                                200,
                                ClustersText.of(configuration.current().snapshot(), process.clusters())),
                        false);
        router.get("/ready").handler(this::ready);
        router.get("/logging").handler(context -> Answers.text(context, 200, logLevel.toString()));
        router.post("/logging").handler(this::setLevel);
        router.post("/drain").handler(context -> {
            process.drain();
            Answers.text(context, 200, "draining: no new exchanges, those in flight may end\n");
        });
        router.post("/quitquitquit").handler(context -> {
            process.end();
            Answers.text(context, 200, "OK\n");
        });
    }

    private void stats(RoutingContext context) {
        String metrics = process.metrics();
        if ("prometheus".equals(context.request().getParam("format"))) {
            context.response().putHeader("content-type", "text/plain; version=0.0.4; charset=utf-8");
            context.end(metrics);
        } else {
            String filter = context.request().getParam("filter");
            Answers.text(context, 200, StatsText.of(metrics, filter == null ? "" : filter));
        }
    }

    private void ready(RoutingContext context) {
        String why = process.unreadiness();
        Answers.text(context, why.isEmpty() ? 200 : 503, why.isEmpty() ? "LIVE\n" : "NOT READY: " + why + "\n");
    }

    private void setLevel(RoutingContext context) {
        String wanted = context.request().getParam("level");
        boolean known = wanted != null && logLevel.set(wanted);
        Answers.text(
                context, known ? 200 : 400, known ? logLevel.toString() : "level: expected " + LogLevel.NAMES + "\n");
    }
}
