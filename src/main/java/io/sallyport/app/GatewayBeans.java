package io.sallyport.app;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.sallyport.admin.ExchangeFeed;
import io.sallyport.admin.traffic.TrafficRecorder;
import io.sallyport.source.FolderSource;
import io.vertx.core.Vertx;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What the container makes: one of each. */
final class GatewayBeans {

    @Produces
    @Singleton
    ExchangeFeed exchangeFeed() {
        return new ExchangeFeed();
    }

    @Produces
    @Singleton
    TrafficRecorder trafficRecorder() {
        return new TrafficRecorder(CallerNames::of, InstantSource.system(), TrafficRecorder.DEFAULT_EXCHANGES);
    }

    @Produces
    @Singleton
    Gateway gateway(
            Settings settings,
            Vertx vertx,
            PrometheusMeterRegistry metrics,
            ExchangeFeed feed,
            TrafficRecorder traffic,
            @ConfigProperty(name = "quarkus.application.version") String version) {
        FolderSource files = new FolderSource(
                settings.config().orElse(List.of()).stream().map(Path::of).toList());
        Optional<ClusterSetup> cluster = ClusterSetup.of(settings, files, vertx, metrics);
        Observers observers = Observers.create(
                settings,
                metrics,
                version,
                List.of(traffic, feed),
                address -> cluster.map(api -> api.caller(address)).orElse(null));
        return new Gateway(settings, vertx, observers, metrics, files, cluster);
    }
}
