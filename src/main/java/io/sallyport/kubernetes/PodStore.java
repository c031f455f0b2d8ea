package io.sallyport.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.net.InetAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What is kept of pods: whom each address belongs to. A pod as the API tells it is ten kilobytes, of which one stays. */
final class PodStore<C> implements StubStore.Reader {

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

    @Override
    public void seen(GenericKubernetesResource pod) {
        String key = pod.getMetadata().getNamespace() + "/" + pod.getMetadata().getName();
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
                    (present, other) ->
                            !present.key.equals(key) && present.since.compareTo(since) > 0 ? present : other);
        }
    }

    @Override
    public void gone(String namespace, String name) {
        String key = namespace + "/" + name;
        List<InetAddress> before = addresses.remove(key);
        if (before != null) {
            release(key, before, List.of());
        }
    }

    /** Only what is still this pod's own: the address may be another's already. */
    private void release(String key, List<InetAddress> before, List<InetAddress> kept) {
        for (InetAddress address : before) {
            if (!kept.contains(address)) {
                byAddress.computeIfPresent(address, (_, holder) -> holder.key.equals(key) ? null : holder);
            }
        }
    }
}
