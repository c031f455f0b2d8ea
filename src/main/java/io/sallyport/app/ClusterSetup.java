package io.sallyport.app;

import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.vertx.VertxHttpClientFactory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.sallyport.caller.KnownCaller;
import io.sallyport.compile.CredentialStore;
import io.sallyport.kubernetes.ApiTypes;
import io.sallyport.kubernetes.ClusterSource;
import io.sallyport.kubernetes.PodDirectory;
import io.sallyport.kubernetes.SecretSource;
import io.sallyport.kubernetes.Verdicts;
import io.sallyport.pem.PemFiles;
import io.sallyport.source.CombinedSource;
import io.sallyport.source.ConfigSource;
import io.vertx.core.Vertx;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The way to the Kubernetes API, where settings ask for it.
 *
 * @param client made of the pod's service account, or of a kubeconfig
 * @param source the cluster's resources
 * @param secrets those resources, and files, with the Secrets that they name
 * @param verdicts tells their authors
 * @param pods who has an address; empty where callers are not found so
 */
record ClusterSetup(
        KubernetesClient client,
        ClusterSource source,
        SecretSource secrets,
        Verdicts verdicts,
        Optional<PodDirectory<KnownCaller>> pods)
        implements AutoCloseable {

    /** How long the start waits for the API server; a pod that gives up is started again. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Where a Secret is not told in that time, calls that need it fail until it is. */
    private static final Duration PATIENCE_WITH_SECRETS = Duration.ofSeconds(5);

    /** Milliseconds to the first try to come back, doubled up to 32-fold: each sidecar has its own, so that they do not all come at once. */
    private static final int RECONNECT_MIN = 750;

    private static final int RECONNECT_MAX = 1_250;

    static Optional<ClusterSetup> of(Settings settings, ConfigSource files, Vertx vertx, MeterRegistry metrics) {
        if (!settings.kubernetes()) {
            return Optional.empty();
        }
        // Proxies of the environment are for what goes outward, and may be ourselves.
        Config config = new ConfigBuilder(Config.autoConfigure(null))
                .withHttpProxy(null)
                .withHttpsProxy(null)
                .withWatchReconnectInterval(ThreadLocalRandom.current().nextInt(RECONNECT_MIN, RECONNECT_MAX))
                .build();
        KubernetesClient client = new KubernetesClientBuilder()
                .withConfig(config)
                .withHttpClientFactory(new VertxHttpClientFactory(vertx))
                .withKubernetesSerialization(ApiTypes.serialization())
                .build();
        List<String> namespaces = settings.kubernetesNamespaces().orElse(List.of());
        ClusterSource source = new ClusterSource(client, namespaces, PATIENCE);
        SecretSource secrets = new SecretSource(
                new CombinedSource(List.of(files, source)),
                client,
                OwnNamespace.find().orElse(OwnNamespace.ofCallers(settings)),
                PATIENCE_WITH_SECRETS);
        Optional<PodDirectory<KnownCaller>> pods = Callers.areFoundBy(Callers.Way.ADDRESS, settings)
                ? Optional.of(new PodDirectory<>(client, namespaces, pod -> Callers.known(pod, settings.cluster())))
                : Optional.empty();
        Gauge.builder("sallyport.kubernetes.connected", source, api -> api.isConnected() ? 1 : 0)
                .description("Whether the Kubernetes API is being watched, 1 or 0; what was seen last stays in force.")
                .register(metrics);
        String reporter = Optional.ofNullable(System.getenv("POD_NAME")).orElse(settings.name());
        Verdicts verdicts = new Verdicts(client, source, Clock.systemUTC(), reporter);
        return Optional.of(new ClusterSetup(client, source, secrets, verdicts, pods));
    }

    /** The Secrets, for the compiler. */
    CredentialStore credentials() {
        return new CredentialStore() {
            @Override
            public @Nullable String path(String credential, String key) {
                return secrets.path(credential, key);
            }

            @Override
            public String place(String credential) {
                return secrets.place(credential);
            }
        };
    }

    /** The Secrets, for connections. */
    PemFiles files() {
        return new PemFiles(secrets::content);
    }

    /** Begins to watch what the first reading need not wait for. */
    void start() {
        pods.ifPresent(PodDirectory::start);
    }

    /** That the API is away, where it is. It is no reason to send traffic elsewhere, as everywhere is the same. */
    String remark() {
        return source.isConnected() ? "" : "the Kubernetes API is not watched: what was seen last is in force";
    }

    /** Which pod has the address; null where that is not known. */
    @Nullable
    KnownCaller caller(InetAddress address) {
        return pods.map(directory -> directory.find(address)).orElse(null);
    }

    @Override
    public void close() {
        pods.ifPresent(PodDirectory::close);
        secrets.close();
        source.close();
        client.close();
    }
}
