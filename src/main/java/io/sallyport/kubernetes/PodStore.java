package io.sallyport.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.GenericKubernetesResourceBuilder;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of pods: whom each address belongs to, and for the watch their names and versions. A pod as the API tells
 * it is ten kilobytes and more; of that some hundred bytes stay.
 */
final class PodStore<C> {

    /**
     * A pod that has an address.
     *
     * @param key the pod's, in the watch
     * @param since when it was made, in the API's notation, which sorts by time
     */
    private record Holder<C>(String key, String since, C caller) {}

    private final Function<CallingPod, C> caller;
    private final Map<InetAddress, Holder<C>> byAddress = new ConcurrentHashMap<>();
    private final Map<String, List<InetAddress>> addresses = new ConcurrentHashMap<>();

    PodStore(Function<CallingPod, C> caller) {
        this.caller = caller;
    }

    @Nullable
    C find(InetAddress address) {
        Holder<C> holder = byAddress.get(address);
        return holder == null ? null : holder.caller;
    }

    int size() {
        return addresses.size();
    }

    /** For one watch; all of them fill this store. */
    ItemStore<GenericKubernetesResource> part() {
        return new Part();
    }

    private void put(String key, GenericKubernetesResource pod) {
        List<InetAddress> now = CallingPod.addresses(pod);
        List<InetAddress> before = addresses.put(key, now);
        if (before != null) {
            release(key, before, now);
        }
        if (now.isEmpty()) {
            return;
        }
        String since = String.valueOf(pod.getMetadata().getCreationTimestamp());
        Holder<C> holder = new Holder<>(key, since, caller.apply(CallingPod.of(pod)));
        for (InetAddress address : now) {
            // News of a pod that is ending may come after its address was given away: the younger one has it.
            byAddress.merge(
                    address,
                    holder,
                    (present, other) -> !present.key.equals(key) && present.since.compareTo(since) > 0
                            ? present
                            : other);
        }
    }

    private void remove(String key) {
        List<InetAddress> before = addresses.remove(key);
        if (before != null) {
            release(key, before, List.of());
        }
    }

    /** Only what is still this pod's own: the address may be another's already. */
    private void release(String key, List<InetAddress> before, List<InetAddress> kept) {
        for (InetAddress address : before) {
            if (!kept.contains(address)) {
                byAddress.computeIfPresent(
                        address, (_, holder) -> holder.key.equals(key) ? null : holder);
            }
        }
    }

    /** The library's own memory of what it watches, without what is in it. */
    private final class Part implements ItemStore<GenericKubernetesResource> {

        private final Map<String, GenericKubernetesResource> stubs = new ConcurrentHashMap<>();

        @Override
        public String getKey(GenericKubernetesResource pod) {
            return pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
        }

        @Override
        public @Nullable GenericKubernetesResource put(String key, GenericKubernetesResource pod) {
            PodStore.this.put(key, pod);
            return stubs.put(key, stub(pod.getMetadata()));
        }

        @Override
        public @Nullable GenericKubernetesResource remove(String key) {
            PodStore.this.remove(key);
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
}
