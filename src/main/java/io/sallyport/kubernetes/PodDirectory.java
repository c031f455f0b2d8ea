package io.sallyport.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.lang.System.Logger.Level;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Who has an address, as the cluster's pods say. Kept up to date by a watch; of each pod only what is asked for here stays
 * in memory. Where pods cannot be read, callers are unknown, and nothing else is the worse for it.
 *
 * @param <C> what is made of a pod, once
 */
public final class PodDirectory<C> implements AutoCloseable {

    private static final System.Logger LOG = System.getLogger(PodDirectory.class.getName());

    /** How many pods a list's page has, so that no answer of many megabytes is held at once. */
    private static final long PAGE = 500;

    private static final ResourceDefinitionContext PODS = new ResourceDefinitionContext.Builder()
            .withVersion("v1")
            .withKind("Pod")
            .withPlural("pods")
            .withNamespaced(true)
            .build();

    private final KubernetesClient client;
    private final List<String> namespaces;
    private final PodStore<C> pods;
    private final List<SharedIndexInformer<GenericKubernetesResource>> informers = new ArrayList<>();
    private final AtomicReference<@Nullable String> told = new AtomicReference<>();
    private volatile boolean closed;

    /**
     * @param client closed by whoever made it
     * @param namespaces whose pods are known; empty for all
     * @param caller makes of a pod what {@link #find} gives
     */
    public PodDirectory(KubernetesClient client, List<String> namespaces, Function<CallingPod, C> caller) {
        this.client = client;
        this.namespaces = List.copyOf(namespaces);
        this.pods = new PodStore<>(caller);
    }

    /** Begins to watch, and does not wait for the first list. */
    public synchronized void start() {
        if (namespaces.isEmpty()) {
            watch(null);
        } else {
            namespaces.forEach(this::watch);
        }
    }

    /** Who has the address; null where no pod has it, or none that has it for itself. From memory, at once. */
    public @Nullable C find(InetAddress address) {
        return pods.find(address);
    }

    /** How many pods are known. */
    public int size() {
        return pods.size();
    }

    private void watch(@Nullable String namespace) {
        var resources = client.genericKubernetesResources(PODS);
        var chosen = namespace == null ? resources.inAnyNamespace() : resources.inNamespace(namespace);
        // Those that have ended are most of the pods where many Jobs run, and have no address any more.
        SharedIndexInformer<GenericKubernetesResource> informer = chosen.withoutField("status.phase", "Succeeded")
                .withoutField("status.phase", "Failed")
                .withLimit(PAGE)
                .runnableInformer(0)
                .removeNamespaceIndex()
                .itemStore(new StubStore(pods))
                .exceptionHandler((started, failure) -> {
                    if (!closed) {
                        tell(failure);
                    }
                    return !closed;
                });
        informers.add(informer);
        // It tries again where this fails, and the handler has told why.
        informer.start();
    }

    private void tell(Throwable failure) {
        String reason = ApiFailure.reason(failure);
        if (!Objects.equals(told.getAndSet(reason), reason)) {
            LOG.log(
                    Level.WARNING,
                    "pods cannot be watched, so callers by address are not known or not up to date: {0}",
                    reason);
        }
    }

    @Override
    public synchronized void close() {
        closed = true;
        informers.forEach(SharedIndexInformer::stop);
        informers.clear();
    }
}
