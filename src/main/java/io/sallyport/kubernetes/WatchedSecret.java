package io.sallyport.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.lang.System.Logger.Level;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One Secret, watched by its name, so that the right to read it suffices. Of its data only what TLS asks for is kept, and
 * nothing of it is ever written anywhere.
 */
final class WatchedSecret implements StubStore.Reader, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(WatchedSecret.class.getName());

    private static final ResourceDefinitionContext SECRETS = new ResourceDefinitionContext.Builder()
            .withVersion("v1")
            .withKind("Secret")
            .withPlural("secrets")
            .withNamespaced(true)
            .build();

    /** Istio's two sets of names: of Secrets of type kubernetes.io/tls, and of generic ones. */
    private static final String[] KEYS = {"tls.crt", "tls.key", "ca.crt", "ca.crl", "cert", "key", "cacert", "crl"};

    private final String title;
    private final Consumer<String> changes;
    private final SharedIndexInformer<GenericKubernetesResource> informer;
    private final CompletableFuture<Void> answered = new CompletableFuture<>();
    private final AtomicReference<@Nullable String> told = new AtomicReference<>();
    private volatile Map<String, byte[]> data = Map.of();
    private volatile boolean closed;

    /** @param changes told what happened, once the Secret was looked for */
    WatchedSecret(KubernetesClient client, String namespace, String name, Consumer<String> changes) {
        this.title = "Secret " + namespace + "/" + name;
        this.changes = changes;
        this.informer = client.genericKubernetesResources(SECRETS)
                .inNamespace(namespace)
                .withName(name)
                .runnableInformer(0)
                .itemStore(new StubStore(this))
                .exceptionHandler((started, failure) -> {
                    tell(failure);
                    return !closed;
                });
    }

    /** Begins to watch. */
    void start() {
        informer.start().whenComplete((done, failure) -> answered.complete(null));
    }

    /** Done when the Secret, or that there is none, is known; or that it may not be read. */
    CompletableFuture<Void> answered() {
        return answered;
    }

    /** Key and content, in the keys' order; empty where there is no such Secret, or none that may be read. */
    Map<String, byte[]> data() {
        return data;
    }

    private boolean keep(GenericKubernetesResource secret) {
        Map<String, byte[]> now = new TreeMap<>();
        if (secret.getAdditionalProperties().get("data") instanceof Map<?, ?> encoded) {
            for (String key : KEYS) {
                byte[] content = encoded.get(key) instanceof String text ? decoded(text) : null;
                if (content != null) {
                    now.put(key, content);
                }
            }
        }
        return replace(now);
    }

    private synchronized boolean replace(Map<String, byte[]> now) {
        boolean same = data.keySet().equals(now.keySet())
                && now.entrySet().stream().allMatch(entry -> Arrays.equals(entry.getValue(), data.get(entry.getKey())));
        data = now;
        return !same;
    }

    private static byte @Nullable [] decoded(String text) {
        try {
            return Base64.getDecoder().decode(text);
        } catch (IllegalArgumentException _) {
            return null;
        }
    }

    private void changed(boolean changed) {
        if (changed && answered.isDone()) {
            changes.accept(title + " changed");
        }
    }

    private void tell(Throwable failure) {
        String reason = ApiFailure.reason(failure);
        if (!closed && !Objects.equals(told.getAndSet(reason), reason)) {
            LOG.log(Level.WARNING, "{0} cannot be watched: {1}", title, reason);
        }
        answered.complete(null);
    }

    @Override
    public void seen(GenericKubernetesResource secret) {
        changed(keep(secret));
    }

    @Override
    public void gone(String namespace, String name) {
        changed(replace(Map.of()));
    }

    @Override
    public void close() {
        closed = true;
        informer.stop();
    }
}
