package io.sallyport.app;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.netty.channel.EventLoopGroup;
import io.sallyport.compile.CompileOptions;
import io.sallyport.compile.CredentialFolder;
import io.sallyport.compile.CredentialStore;
import io.sallyport.compile.WorkloadLabels;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Timer;
import io.sallyport.exchange.TlsIdentities;
import io.sallyport.exchange.WheelTimer;
import io.sallyport.explain.DenialExplainer;
import io.sallyport.listener.CaptureSettings;
import io.sallyport.listener.ListenerServices;
import io.sallyport.listener.ListenerSettings;
import io.sallyport.listener.OutboundListener;
import io.sallyport.pem.PemException;
import io.sallyport.pem.PemFiles;
import io.sallyport.policy.AddressRange;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.reload.Configuration;
import io.sallyport.reload.ReloadReport;
import io.sallyport.source.ConfigSource;
import io.sallyport.source.FolderSource;
import io.sallyport.upstream.AddressGuard;
import io.sallyport.upstream.ClusterReading;
import io.sallyport.upstream.ClusterStates;
import io.sallyport.upstream.ConnectTo;
import io.sallyport.upstream.Destinations;
import io.sallyport.upstream.DnsResolver;
import io.sallyport.upstream.TcpConnector;
import io.sallyport.upstream.UpstreamProxy;
import io.sallyport.upstream.UpstreamSettings;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import io.smallrye.mutiny.subscription.Cancellable;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** All parts of one running Sallyport, put together here and nowhere else; and its start and end. */
public class Gateway {

    private static final Logger LOG = Logger.getLogger("io.sallyport");
    private static final String DRAINING = "draining";

    private final Settings settings;
    private final Vertx vertx;
    private final Observers observers;
    private final PrometheusMeterRegistry metrics;
    private final Optional<ClusterSetup> cluster;
    private final ConfigSource source;
    private final Configuration configuration;
    private final DnsResolver resolver = new DnsResolver(UpstreamSettings.DEFAULT);
    private final Timer timer = new WheelTimer();
    private final ClusterStates clusters = new ClusterStates();
    private @Nullable InterceptionSetup interception;
    private @Nullable OutboundListener listener;
    private @Nullable TrafficLoops loops;
    private @Nullable Cancellable watch;
    private volatile @Nullable Destinations outside;
    private volatile String unreadiness = "starting";

    Gateway(
            Settings settings,
            Vertx vertx,
            Observers observers,
            PrometheusMeterRegistry metrics,
            FolderSource files,
            Optional<ClusterSetup> cluster) {
        this.settings = settings;
        this.vertx = vertx;
        this.observers = observers;
        this.metrics = metrics;
        ReloadLog reloads = new ReloadLog(metrics);
        this.cluster = cluster;
        this.source = cluster.<ConfigSource>map(ClusterSetup::secrets).orElse(files);
        this.configuration = new Configuration(source, compileOptions(settings, cluster), Clock.systemUTC(), report -> {
            reloads.accept(report);
            cluster.ifPresent(api -> api.verdicts().tell(report.problems()));
            reloaded(report);
        });
    }

    /** Loads the configuration and listens; without a good configuration it does not, and says why. */
    void start() {
        if (settings.config().isEmpty()
                && !settings.kubernetes()
                && settings.outboundPolicy().orElse(OutboundPolicy.REGISTRY_ONLY) == OutboundPolicy.REGISTRY_ONLY) {
            refuse("neither --config PATH nor --kubernetes was given, so every host would be denied");
            return;
        }
        try {
            interception = InterceptionSetup.of(
                    settings.caCertificate().orElse(null), settings.caKey().orElse(null));
        } catch (PemException e) {
            refuse(e.reason());
            return;
        }
        cluster.ifPresent(ClusterSetup::start);
        if (!configuration.reload("start").accepted()) {
            refuse("the configuration has errors");
            return;
        }
        listen(interception.identities());
        watch = source.changes()
                .emitOn(Infrastructure.getDefaultWorkerPool())
                .subscribe()
                .with(configuration::reload, failure -> LOG.error("the configuration is no longer watched", failure));
        HangUp.runs(() -> {
            observers.reopenLog();
            configuration.reload("SIGHUP");
        });
        unreadiness = "";
        LOG.infof(
                "guarding on http://%s:%d, %s; admin on %d, health and metrics on %d",
                settings.bind(),
                port(),
                configuration.current().snapshot().outboundPolicy(),
                settings.adminPort(),
                settings.healthPort());
    }

    /**
     * Readiness goes down; who sends requests has the delay's time to notice, and is told with each response; then
     * nothing new is accepted, and exchanges in flight get their grace period. Blocks.
     */
    void drain() {
        boolean first = !unreadiness.equals(DRAINING);
        unreadiness = DRAINING;
        if (first && listener != null) {
            LOG.infof(
                    "draining: %d exchanges in flight, new ones for %d s, at most %d s after that",
                    listener.activeExchanges(), settings.drainDelay(), settings.drain());
            listener.retire();
            pause(Duration.ofSeconds(settings.drainDelay()));
            listener.drain(Duration.ofSeconds(settings.drain())).join();
        }
    }

    private static void pause(Duration time) {
        new CompletableFuture<Void>()
                .completeOnTimeout(null, time.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    /** Ends what is left, and writes and sends what observers still hold. */
    void stop() {
        drain();
        if (watch != null) {
            watch.cancel();
        }
        cluster.ifPresent(ClusterSetup::close);
        resolver.close();
        if (loops != null) {
            loops.close();
        }
        observers.close();
    }

    /** Whether traffic is taken. */
    boolean isListening() {
        return listener != null;
    }

    /** Why no traffic should come; empty when it may. */
    String unreadiness() {
        return unreadiness;
    }

    /** What people should know although traffic is taken; empty for nothing. */
    String remark() {
        return cluster.map(ClusterSetup::remark).orElse("");
    }

    /**
     * The outbound port.
     *
     * @throws IllegalStateException when nothing listens
     */
    int port() {
        if (listener == null) {
            throw new IllegalStateException("not listening: " + unreadiness);
        }
        return listener.port();
    }

    /** The configuration in force. */
    Configuration configuration() {
        return configuration;
    }

    /** What goes on at each cluster that was called. */
    List<ClusterReading> clusters() {
        return clusters.readings();
    }

    /** Until when the servers' certificates are good; by host. */
    Map<String, Instant> certificates() {
        Destinations present = outside;
        return present == null ? Map.of() : present.certificates().ends();
    }

    /** All metrics in Prometheus' text format. */
    String metrics() {
        return metrics.scrape();
    }

    private void listen(TlsIdentities identities) {
        ExchangeObserver observer = observers.observer();
        Destinations destinations = new Destinations(
                resolver,
                new AddressGuard(each(settings.allowAddress(), AddressRange::parse)),
                ConnectTo.parse(settings.connectTo().orElse(List.of())),
                clusters,
                settings.upstreamProxy()
                        .map(url -> UpstreamProxy.parse(url, settings.noProxy().orElse(List.of())))
                        .orElse(null),
                cluster.map(ClusterSetup::files).orElse(PemFiles.ON_DISK));
        outside = destinations;
        ListenerServices services = new ListenerServices(
                configuration,
                ForwardingChain.create(destinations, UpstreamSettings.DEFAULT, timer, observers.retries(), clusters),
                new TcpConnector(destinations),
                observer,
                new DenialExplainer(),
                timer,
                identities);
        TrafficLoops traffic = TrafficLoops.of((VertxInternal) vertx);
        loops = traffic;
        listener = OutboundListener.bind(
                settings.bind(),
                settings.port(),
                traffic.acceptors(),
                traffic.workers(),
                ListenerSettings.DEFAULTS.withPseudonym(settings.name()).withDenialStatus(settings.denialStatus()),
                services);
        capture(listener);
        measure(destinations, traffic.workers());
    }

    private void measure(Destinations destinations, EventLoopGroup workers) {
        metrics.getPrometheusRegistry()
                .register(new UpstreamMetrics(clusters, resolver, destinations, Clock.systemUTC()));
        new LoopDelay().register(metrics, workers);
    }

    private void capture(OutboundListener onto) {
        CaptureSettings capture = CaptureSettings.DEFAULTS.withTransparent(settings.captureTransparent());
        settings.capturePort()
                .ifPresent(port ->
                        LOG.infof("capturing on %s:%d", settings.bind(), onto.capture(settings.bind(), port, capture)));
    }

    private void reloaded(ReloadReport report) {
        if (report.accepted() && interception != null) {
            String warning = interception.warning(configuration.current().snapshot());
            if (!warning.isEmpty()) {
                LOG.warn(warning);
            }
        }
    }

    private void refuse(String why) {
        unreadiness = why;
        LOG.error("not started: " + why);
    }

    private static CompileOptions compileOptions(Settings settings, Optional<ClusterSetup> cluster) {
        List<CredentialStore> credentials = new ArrayList<>();
        settings.credentials().ifPresent(folder -> credentials.add(new CredentialFolder(folder)));
        cluster.ifPresent(api -> credentials.add(api.credentials()));
        return new CompileOptions(
                settings.outboundPolicy().orElse(null),
                OwnNamespace.ofCallers(settings),
                Set.copyOf(settings.gateways().orElse(List.of())),
                settings.locality().orElse(""),
                credentials,
                WorkloadLabels.parse(settings.workloadLabels().orElse(List.of())),
                settings.outwardHeaders());
    }

    private static <T> List<T> each(Optional<List<String>> texts, java.util.function.Function<String, T> parse) {
        return texts.orElse(List.of()).stream().map(parse).toList();
    }
}
