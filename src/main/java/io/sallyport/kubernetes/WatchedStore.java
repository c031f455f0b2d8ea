package io.sallyport.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** The resources of one kind, as far as they are needed; filled by the API's events, on whatever thread they come. */
final class WatchedStore {

    private final WatchedKind kind;
    private final Map<String, WatchedResource> resources = new ConcurrentHashMap<>();

    WatchedStore(WatchedKind kind) {
        this.kind = kind;
    }

    WatchedKind kind() {
        return kind;
    }

    /** What a resource is to who read the others. */
    enum News {
        ADDED,
        CHANGED,
        /** As it was, but for its status perhaps. */
        NONE
    }

    News put(GenericKubernetesResource resource) {
        WatchedResource now = WatchedResource.of(kind, resource);
        WatchedResource before = resources.put(now.text().name(), now);
        if (before == null) {
            return News.ADDED;
        }
        return before.text().equals(now.text()) ? News.NONE : News.CHANGED;
    }

    /** Whether it was there. */
    boolean remove(String namespace, String name) {
        return resources.remove(WatchedResource.title(kind, namespace, name)) != null;
    }

    /** By name, so that every reading has one order. */
    Collection<WatchedResource> all() {
        return new TreeMap<>(resources).values();
    }
}
