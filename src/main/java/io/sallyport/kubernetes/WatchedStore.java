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

    /** Whether that is something new to a reader: a status, for one, is not. */
    boolean put(GenericKubernetesResource resource) {
        WatchedResource now = WatchedResource.of(kind, resource);
        WatchedResource before = resources.put(now.text().name(), now);
        return before == null || !before.text().equals(now.text());
    }

    boolean remove(GenericKubernetesResource resource) {
        return resources.remove(WatchedResource.of(kind, resource).text().name()) != null;
    }

    /** By name, so that every reading has one order. */
    Collection<WatchedResource> all() {
        return new TreeMap<>(resources).values();
    }
}
