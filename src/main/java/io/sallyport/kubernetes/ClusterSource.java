package io.sallyport.kubernetes;

import io.fabric8.kubernetes.api.model.APIGroup;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GroupVersionForDiscovery;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.sallyport.istio.SourceText;
import io.sallyport.source.ConfigSource;
import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Istio's resources in a Kubernetes cluster. They are listed once and watched from then on; where the API server goes
 * away, what was seen last stays, and the library comes back to it with growing pauses.
 */
public final class ClusterSource implements ConfigSource, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(ClusterSource.class.getName());

    /** How long nothing must come before a change is told: {@code kubectl apply} of a folder is one change. */
    private static final long QUIET_MILLIS = 50;

    /** After so long a change is told even where others keep coming. */
    private static final long LATEST_MILLIS = 500;

    /** How often is looked whether the API is there. */
    private static final long LOOK_SECONDS = 2;

    /** The versions of the API that are understood, which are the same but for their name. */
    private static final List<String> VERSIONS = List.of("v1", "v1beta1", "v1alpha3");

    private final KubernetesClient client;
    private final List<String> namespaces;
    private final Duration patience;
    private final List<WatchedStore> stores =
            Stream.of(WatchedKind.values()).map(WatchedStore::new).toList();
    private final List<SharedIndexInformer<GenericKubernetesResource>> informers = new CopyOnWriteArrayList<>();
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(ClusterSource::thread);
    private final AtomicReference<@Nullable String> changed = new AtomicReference<>();
    private volatile long changedNanos;
    private volatile long firstNanos;
    private volatile @Nullable String version;
    private volatile String lastFailure = "";
    private int away;

    /**
     * @param client closed by whoever made it
     * @param namespaces whose resources are read; empty for all
     * @param patience how long the first reading waits for the API server
     */
    public ClusterSource(KubernetesClient client, List<String> namespaces, Duration patience) {
        this.client = client;
        this.namespaces = List.copyOf(namespaces);
        this.patience = patience;
    }

    /**
     * {@inheritDoc} The first reading waits until everything was listed.
     *
     * @throws IOException when the API server does not answer, knows none of Istio's resources, or does not let us
     */
    @Override
    public synchronized List<SourceText> read() throws IOException {
        if (informers.isEmpty()) {
            watch();
        }
        return resources().map(WatchedResource::text).toList();
    }

    @Override
    public Multi<String> changes() {
        return Multi.createFrom().emitter(emitter -> {
            Consumer<String> listener = emitter::emit;
            listeners.add(listener);
            emitter.onTermination(() -> listeners.remove(listener));
        });
    }

    /** Whether every kind is being watched at this moment. */
    public boolean isConnected() {
        return !informers.isEmpty() && informers.stream().allMatch(SharedIndexInformer::isWatching);
    }

    /** All that was seen last. */
    Stream<WatchedResource> resources() {
        return stores.stream().flatMap(store -> store.all().stream());
    }

    /** The version of the API that is read and written; only after the first reading. */
    String version() {
        return Objects.requireNonNull(version, "nothing was read yet");
    }

    private void watch() throws IOException {
        version = supported();
        List<CompletableFuture<Void>> lists = new ArrayList<>();
        for (WatchedStore store : stores) {
            for (Informable<GenericKubernetesResource> kind : informables(store.kind())) {
                SharedIndexInformer<GenericKubernetesResource> informer = kind.runnableInformer(0)
                        .itemStore(new StubStore(new Filler(store)))
                        // Nothing is fatal once a list was good: rights and servers come back.
                        .exceptionHandler((started, failure) -> {
                            lastFailure = ApiFailure.reason(failure);
                            return started;
                        });
                informers.add(informer);
                lists.add(informer.start().toCompletableFuture());
            }
        }
        try {
            CompletableFuture.allOf(lists.toArray(CompletableFuture[]::new))
                    .get(patience.toMillis(), TimeUnit.MILLISECONDS);
            // What was listed is about to be read: no change of it.
            changed.set(null);
            timer.scheduleWithFixedDelay(this::look, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            stop();
            throw new IOException("Kubernetes: " + ApiFailure.reason(e), e);
        } catch (InterruptedException e) {
            stop();
            Thread.currentThread().interrupt();
            throw new IOException("Kubernetes: interrupted while its resources were listed", e);
        }
    }

    private List<Informable<GenericKubernetesResource>> informables(WatchedKind kind) {
        var resources = client.genericKubernetesResources(kind.context(version()));
        if (namespaces.isEmpty()) {
            return List.of(resources.inAnyNamespace());
        }
        return namespaces.stream()
                .<Informable<GenericKubernetesResource>>map(resources::inNamespace)
                .toList();
    }

    private String supported() throws IOException {
        APIGroup group;
        try {
            group = client.getApiGroup(WatchedKind.GROUP);
        } catch (KubernetesClientException e) {
            throw new IOException("Kubernetes: " + ApiFailure.reason(e), e);
        }
        List<String> served = group == null
                ? List.of()
                : group.getVersions().stream()
                        .map(GroupVersionForDiscovery::getVersion)
                        .toList();
        return VERSIONS.stream()
                .filter(served::contains)
                .findFirst()
                .orElseThrow(() -> new IOException("Kubernetes: the cluster knows no " + WatchedKind.GROUP
                        + " (expected: Istio's CustomResourceDefinitions, or those of k8s/crds)"));
    }

    private void changed(String what) {
        long now = System.nanoTime();
        changedNanos = now;
        if (changed.getAndSet(what) == null) {
            firstNanos = now;
            timer.schedule(this::tell, QUIET_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void tell() {
        long now = System.nanoTime();
        boolean quiet = now - changedNanos >= TimeUnit.MILLISECONDS.toNanos(QUIET_MILLIS);
        boolean late = now - firstNanos >= TimeUnit.MILLISECONDS.toNanos(LATEST_MILLIS);
        if (!quiet && !late) {
            timer.schedule(this::tell, QUIET_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        String what = changed.getAndSet(null);
        if (what != null) {
            listeners.forEach(listener -> listener.accept(what));
        }
    }

    /** A watch ends now and then and is begun again at once; of that nobody need hear. */
    private void look() {
        boolean connected = isConnected();
        if (connected && away > 1) {
            LOG.log(Level.INFO, "the Kubernetes API is watched again");
        }
        away = connected ? 0 : away + 1;
        if (away == 2) {
            LOG.log(
                    Level.WARNING,
                    "the Kubernetes API is not watched, what was seen last stays in force{0}",
                    lastFailure.isEmpty() ? "" : ": " + lastFailure);
        }
    }

    private void stop() {
        informers.forEach(SharedIndexInformer::stop);
        informers.clear();
    }

    @Override
    public synchronized void close() {
        timer.shutdownNow();
        stop();
    }

    private static Thread thread(Runnable task) {
        return Thread.ofPlatform().daemon().name("kubernetes-changes").unstarted(task);
    }

    /** Fills a store, and tells what is new in it. */
    private final class Filler implements StubStore.Reader {

        private final WatchedStore store;

        Filler(WatchedStore store) {
            this.store = store;
        }

        @Override
        public void seen(GenericKubernetesResource resource) {
            WatchedStore.News news = store.put(resource);
            if (news != WatchedStore.News.NONE) {
                tell(
                        resource.getMetadata().getNamespace(),
                        resource.getMetadata().getName(),
                        news == WatchedStore.News.ADDED ? "added" : "changed");
            }
        }

        @Override
        public void gone(String namespace, String name) {
            if (store.remove(namespace, name)) {
                tell(namespace, name, "deleted");
            }
        }

        private void tell(String namespace, String name, String what) {
            changed(store.kind().kind() + " " + namespace + "/" + name + " " + what);
        }
    }
}
