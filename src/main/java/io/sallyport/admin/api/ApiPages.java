package io.sallyport.admin.api;

import io.sallyport.admin.traffic.RecordedExchange;
import io.sallyport.admin.traffic.TrafficRecorder;
import io.sallyport.explain.DecisionNarrator;
import io.sallyport.explain.GivenRequest;
import io.sallyport.reload.Configuration;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.Locale;

/** {@code /api/...}. Made on worker threads: a look at ten thousand hosts must not hold up a request. */
public final class ApiPages {

    private final Configuration configuration;
    private final TrafficRecorder traffic;
    private final RunningProcess process;

    public ApiPages(Configuration configuration, TrafficRecorder traffic, RunningProcess process) {
        this.configuration = configuration;
        this.traffic = traffic;
        this.process = process;
    }

    /** Hangs the pages onto the admin port's router. */
    public void register(Router router) {
        page(router, "/api/graph", this::graph);
        page(router, "/api/hosts", this::hosts);
        page(router, "/api/hosts/:host", this::host);
        page(router, "/api/exchanges", this::exchanges);
        page(router, "/api/exchanges/:id", this::exchange);
        page(router, "/api/config", this::config);
        page(router, "/api/explain", this::explain);
        router.route("/api/*").handler(context -> Answers.refused(context, 404, "there is no such page"));
    }

    /** Answers a query, or says by an IllegalArgumentException what is wrong with it. */
    private interface Page {
        JsonObject answer(RoutingContext context);
    }

    private static void page(Router router, String path, Page page) {
        router.get(path)
                .blockingHandler(
                        context -> {
                            try {
                                Answers.json(context, 200, page.answer(context));
                            } catch (NotThere e) {
                                Answers.refused(context, 404, e.getMessage());
                            } catch (IllegalArgumentException e) {
                                Answers.refused(context, 400, String.valueOf(e.getMessage()));
                            }
                        },
                        false);
        router.route(path).handler(context -> {
            context.response().putHeader("allow", "GET");
            Answers.refused(context, 405, "this page is only read: send a GET");
        });
    }

    private JsonObject graph(RoutingContext context) {
        int minutes = Query.number(context, "minutes", 1, 1, 60);
        return GraphJson.of(traffic, configuration.current().snapshot(), minutes);
    }

    private JsonObject hosts(RoutingContext context) {
        return HostsJson.of(
                traffic,
                configuration.current().snapshot(),
                Query.text(context, "filter").toLowerCase(Locale.ROOT),
                Query.number(context, "limit", 200, 1, 10_000));
    }

    private JsonObject host(RoutingContext context) {
        String name = context.pathParam("host");
        return new HostJson(traffic, configuration.current().snapshot(), process).of(name);
    }

    private JsonObject exchanges(RoutingContext context) {
        return ExchangesJson.of(
                traffic,
                ExchangeFilter.of(context),
                Query.number(context, "limit", 100, 1, traffic.recent().capacity()));
    }

    private JsonObject exchange(RoutingContext context) {
        RecordedExchange exchange = traffic.recent().find(Query.id(context.pathParam("id")));
        if (exchange == null) {
            throw new NotThere("no such exchange is remembered: the last "
                    + traffic.recent().capacity() + " are");
        }
        return ExchangesJson.exchange(exchange).put("explanation", Retelling.of(exchange, configuration.current()));
    }

    private JsonObject config(RoutingContext context) {
        return ConfigJson.of(configuration);
    }

    private JsonObject explain(RoutingContext context) {
        String method = Query.text(context, "method");
        GivenRequest given = GivenRequest.of(
                method.isEmpty() ? "GET" : method.toUpperCase(Locale.ROOT),
                Query.required(context, "url", "http://host/path or https://host/path"),
                context.queryParam("header").stream()
                        .filter(header -> !header.isBlank())
                        .map(GivenRequest.Field::parse)
                        .toList());
        return NarrativeJson.of(
                new DecisionNarrator().tell(configuration.current().snapshot(), given));
    }
}
