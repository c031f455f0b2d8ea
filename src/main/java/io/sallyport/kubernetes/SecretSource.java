package io.sallyport.kubernetes;

import io.fabric8.kubernetes.client.KubernetesClient;
import io.sallyport.istio.SourceText;
import io.sallyport.source.ConfigSource;
import io.smallrye.mutiny.Multi;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Around another source: the Secrets that its DestinationRules name, of the one namespace that Istio looks in, which is
 * the proxy's own. They are watched one by one, from the reading that first names them to the one that no longer does.
 */
public final class SecretSource implements ConfigSource, AutoCloseable {

    /** How the paths begin by which what is in a Secret is known elsewhere: {@code secret:namespace/name/key}. */
    private static final String SCHEME = "secret:";

    /** A Secret's name (RFC 1123 subdomain); nothing else is asked for. */
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-.a-z0-9]{0,251}[a-z0-9])?");

    private static final String OF_AUTHORITIES = "-cacert";

    private final ConfigSource rules;
    private final KubernetesClient client;
    private final String namespace;
    private final Duration patience;
    private final List<Consumer<String>> listeners = new CopyOnWriteArrayList<>();
    private volatile Map<String, WatchedSecret> secrets = Map.of();

    /**
     * @param rules where DestinationRules come from
     * @param client closed by whoever made it
     * @param namespace the Secrets'
     * @param patience how long a reading waits for Secrets it has not seen yet; later they are a change
     */
    public SecretSource(ConfigSource rules, KubernetesClient client, String namespace, Duration patience) {
        this.rules = rules;
        this.client = client;
        this.namespace = namespace;
        this.patience = patience;
    }

    /**
     * {@inheritDoc} Of each Secret a text tells which keys it has, so that a reading differs where that does. What is
     * in them is in no text.
     */
    @Override
    public synchronized List<SourceText> read() throws IOException {
        List<SourceText> texts = new ArrayList<>(rules.read());
        want(NamedCredentials.of(texts, namespace));
        secrets.forEach((name, secret) -> {
            if (!secret.data().isEmpty()) {
                texts.add(new SourceText(
                        "kubernetes:" + namespace + "/Secret/" + name,
                        "# " + String.join(", ", secret.data().keySet()) + "\n",
                        true));
            }
        });
        return texts;
    }

    @Override
    public Multi<String> changes() {
        Multi<String> ours = Multi.createFrom().emitter(emitter -> {
            Consumer<String> listener = emitter::emit;
            listeners.add(listener);
            emitter.onTermination(() -> listeners.remove(listener));
        });
        return Multi.createBy().merging().streams(rules.changes(), ours);
    }

    /** By which path {@link #content} gives a key's content; null where the Secret does not have it. */
    public @Nullable String path(String name, String key) {
        WatchedSecret secret = secrets.get(name);
        return secret != null && secret.data().containsKey(key) ? SCHEME + namespace + "/" + name + "/" + key : null;
    }

    /** How a Secret is called, whether or not there is one. */
    public String place(String name) {
        return "Secret " + namespace + "/" + name;
    }

    /** What is known by the path; null where nothing is. From memory, at once; not to be changed. */
    public byte @Nullable [] content(String path) {
        String start = SCHEME + namespace + "/";
        int slash = path.lastIndexOf('/');
        if (!path.startsWith(start) || slash < start.length()) {
            return null;
        }
        WatchedSecret secret = secrets.get(path.substring(start.length(), slash));
        return secret == null ? null : secret.data().get(path.substring(slash + 1));
    }

    private void want(Set<String> credentials) {
        Set<String> names = new TreeSet<>();
        for (String credential : credentials) {
            if (NAME.matcher(credential).matches()) {
                names.add(credential);
                names.add(credential + OF_AUTHORITIES);
            }
        }
        Map<String, WatchedSecret> present = secrets;
        if (names.equals(present.keySet())) {
            return;
        }
        Map<String, WatchedSecret> next = new TreeMap<>();
        for (String name : names) {
            WatchedSecret secret = present.get(name);
            if (secret == null) {
                secret = new WatchedSecret(client, namespace, name, this::changed);
                secret.start();
            }
            next.put(name, secret);
        }
        secrets = next;
        present.forEach((name, secret) -> {
            if (!next.containsKey(name)) {
                secret.close();
            }
        });
        await(next);
    }

    private void await(Map<String, WatchedSecret> watched) {
        CompletableFuture.allOf(
                        watched.values().stream().map(WatchedSecret::answered).toArray(CompletableFuture[]::new))
                .completeOnTimeout(null, patience.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }

    private void changed(String what) {
        listeners.forEach(listener -> listener.accept(what));
    }

    @Override
    public synchronized void close() {
        secrets.values().forEach(WatchedSecret::close);
        secrets = Map.of();
    }
}
