package io.sallyport.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.informers.cache.ItemStore;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.net.InetAddress;
import org.junit.jupiter.api.Test;

/** News as they may come in any order. */
class PodStoreTest {

    private static final InetAddress ADDRESS = InetAddress.ofLiteral("10.0.0.7");

    private final PodStore<String> store = new PodStore<>(CallingPod::name);
    private final ItemStore<GenericKubernetesResource> watch = new StubStore(store);

    @Test
    void ofTwoPodsWithOneAddressTheYoungerHasItWhicheverComesLast() {
        put("old", "2026-01-01T10:00:00Z", "10.0.0.7");
        put("young", "2026-01-01T10:00:09Z", "10.0.0.7");
        assertThat(store.find(ADDRESS)).isEqualTo("young");

        put("old", "2026-01-01T10:00:00Z", "10.0.0.7");
        assertThat(store.find(ADDRESS)).isEqualTo("young");
    }

    @Test
    void theEndOfTheFormerPodDoesNotTakeTheAddressFromTheNewOne() {
        put("old", "2026-01-01T10:00:00Z", "10.0.0.7");
        put("young", "2026-01-01T10:00:09Z", "10.0.0.7");

        watch.remove("shop/old");

        assertThat(store.find(ADDRESS)).isEqualTo("young");
        watch.remove("shop/young");
        assertThat(store.find(ADDRESS)).isNull();
        assertThat(store.size()).isZero();
    }

    @Test
    void whatIsKeptForTheWatchIsNameAndVersionAlone() {
        put("old", "2026-01-01T10:00:00Z", "10.0.0.7");

        GenericKubernetesResource kept = watch.get("shop/old");

        assertThat(kept.getMetadata().getResourceVersion()).isEqualTo("1");
        assertThat(kept.getMetadata().getLabels()).isNullOrEmpty();
        assertThat(kept.getAdditionalProperties()).isEmpty();
        assertThat(watch.keySet()).containsExactly("shop/old");
        assertThat(watch.getKey(kept)).isEqualTo("shop/old");
    }

    @Test
    void whatIsNoAddressIsNobodys() {
        put("odd", "2026-01-01T10:00:00Z", "not-an-address");

        assertThat(store.size()).isEqualTo(1);
        assertThat(store.find(ADDRESS)).isNull();
    }

    private void put(String name, String since, String address) {
        GenericKubernetesResource pod =
                Serialization.unmarshal(PodDirectoryTest.pod("shop", name, address), GenericKubernetesResource.class);
        pod.getMetadata().setCreationTimestamp(since);
        pod.getMetadata().setResourceVersion("1");
        watch.put(watch.getKey(pod), pod);
    }
}
