package io.sallyport.admin;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.prometheus.client.exporter.common.TextFormat;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * What Prometheus scrapes, under both names in use: Istio's sidecars answer {@code /stats/prometheus}, scrape
 * configurations by hand ask for {@code /metrics}.
 *
 * <p>Quarkus has such a page, which gives OpenMetrics to whoever asks for nothing ({@code curl | promtool check
 * metrics} cannot read it) and the older text to Prometheus, who would rather have OpenMetrics and its exemplars.
 */
public final class MetricsPage {

    /** Before the page that Quarkus hangs up under the same name. */
    private static final int FIRST = -1;

    private final PrometheusMeterRegistry metrics;

    public MetricsPage(PrometheusMeterRegistry metrics) {
        this.metrics = metrics;
    }

    /** Hangs the page onto the health port's router. */
    public void register(Router router) {
        for (String path : List.of("/stats/prometheus", "/metrics")) {
            router.get(path).order(FIRST).handler(this::scrape);
        }
    }

    /** Away from the event loop: some thousand series are some megabytes of text. */
    private void scrape(RoutingContext context) {
        String format = format(context.parsedHeaders().accept());
        context.vertx()
                .executeBlocking(() -> metrics.scrape(format), false)
                .onSuccess(text ->
                        context.response().putHeader("Content-Type", format).end(text))
                .onFailure(context::fail);
    }

    /** OpenMetrics for those who name it and like it as well as plain text; the plain text for all others. */
    static String format(List<MIMEHeader> accepted) {
        float open = weight(accepted, "application", "openmetrics-text");
        return open > 0 && open >= weight(accepted, "text", "plain")
                ? TextFormat.CONTENT_TYPE_OPENMETRICS_100
                : TextFormat.CONTENT_TYPE_004;
    }

    private static float weight(List<MIMEHeader> accepted, String component, String subComponent) {
        float most = 0;
        for (MIMEHeader type : accepted) {
            // First, since it reads the text: a field that stands alone has no component before.
            float weight = type.weight();
            if (component.equalsIgnoreCase(type.component()) && subComponent.equalsIgnoreCase(type.subComponent())) {
                most = Math.max(most, weight);
            }
        }
        return most;
    }
}
