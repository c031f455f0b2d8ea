package io.sallyport.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The client library's memory of what one watch saw: names and versions, which is what it needs. What is in a resource
 * goes to whoever asked for the watch, and stays as far as they keep it.
 */
final class StubStore implements ItemStore<GenericKubernetesResource> {

    /** Told of each resource as it is listed and as it changes, in order, on whatever thread. */
    interface Reader {

        /** Listed, made or changed; also where it is what it was. */
        void seen(GenericKubernetesResource resource);

        /** Deleted, or not in a later list any more. */
        void gone(String namespace, String name);
    }

    private final Reader reader;
    private final Map<String, GenericKubernetesResource> stubs = new ConcurrentHashMap<>();

    StubStore(Reader reader) {
        this.reader = reader;
    }

    @Override
    public String getKey(GenericKubernetesResource resource) {
        return resource.getMetadata().getNamespace() + "/"
                + resource.getMetadata().getName();
    }

    @Override
    public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource resource) {
        reader.seen(resource);
        return stubs.put(key, stub(resource.getMetadata()));
    }

    @Override
    public @Nullable GenericKubernetesResource remove(String key) {
        int slash = key.indexOf('/');
        reader.gone(key.substring(0, slash), key.substring(slash + 1));
        return stubs.remove(key);
    }

    @Override
    public Stream<String> keySet() {
        return stubs.keySet().stream();
    }

    @Override
    public Stream<GenericKubernetesResource> values() {
        return stubs.values().stream();
    }

    @Override
    public int size() {
        return stubs.size();
    }

    @Override
    public @Nullable GenericKubernetesResource get(String key) {
        return stubs.get(key);
    }

    private static GenericKubernetesResource stub(ObjectMeta metadata) {
        return new GenericKubernetesResourceBuilder()
                .withNewMetadata()
                .withNamespace(metadata.getNamespace())
                .withName(metadata.getName())
                .withResourceVersion(metadata.getResourceVersion())
                .endMetadata()
                .build();
    }
}
