package io.sallyport.app;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.vertx.http.ManagementInterface;
import io.sallyport.admin.AdminPages;
import io.sallyport.admin.HealthPages;
import io.sallyport.admin.MetricsPage;
import io.sallyport.admin.traffic.TrafficRecorder;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;

/** Hangs the pages of {@code admin} onto the two servers that Quarkus runs. */
@ApplicationScoped
class AdminRoutes {

    private final Gateway gateway;
    private final TrafficRecorder traffic;
    private final PrometheusMeterRegistry metrics;

    AdminRoutes(Gateway gateway, TrafficRecorder traffic, PrometheusMeterRegistry metrics) {
        this.gateway = gateway;
        this.traffic = traffic;
        this.metrics = metrics;
    }

    void admin(@Observes Router router) {
        new AdminPages(gateway.configuration(), traffic, new GatewayProcess(gateway)).register(router);
    }

    void health(@Observes ManagementInterface management) {
        new HealthPages(gateway::unreadiness, gateway::remark).register(management.router());
        new MetricsPage(metrics).register(management.router());
    }
}
