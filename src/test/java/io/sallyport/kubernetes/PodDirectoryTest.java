package io.sallyport.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PodDirectoryTest {

    private final FakeCluster cluster = new FakeCluster("v1");

    @Test
    void aCallersAddressLeadsToItsDeployment() {
        try (cluster;
                var pods = watch()) {
            cluster.pod(pod("shop", "checkout-5d8f7c9b6d-x2x4z", "10.0.0.7"));

            CallingPod caller = eventually(pods, "10.0.0.7");

            assertThat(caller)
                    .isEqualTo(new CallingPod(
                            "shop", "checkout-5d8f7c9b6d-x2x4z", "checkout", "till", "v7", "cash-desk", "v7"));
            assertThat(pods.find(InetAddress.ofLiteral("10.0.0.8"))).isNull();
        }
    }

    @Test
    void thosePresentBeforeAreKnownAndOfOtherNamespacesOnlyWhereTheyAreAskedFor() {
        try (cluster) {
            cluster.pod(pod("shop", "a-5d8f7c9b6d-x2x4z", "10.0.0.7"));
            cluster.pod(pod("other", "b-5d8f7c9b6d-x2x4z", "10.0.0.8"));
            try (var pods = watch("shop");
                    var all = watch()) {
                assertThat(eventually(all, "10.0.0.8").namespace()).isEqualTo("other");
                assertThat(eventually(pods, "10.0.0.7").namespace()).isEqualTo("shop");
                assertThat(pods.find(InetAddress.ofLiteral("10.0.0.8"))).isNull();
                assertThat(pods.size()).isEqualTo(1);
            }
        }
    }

    @Test
    void bothAddressesOfAPodAreItsOwn() {
        try (cluster;
                var pods = watch()) {
            cluster.pod(
                    pod("shop", "a", "10.0.0.7").replace("podIPs: []", "podIPs: [{ip: 10.0.0.7}, {ip: 'fd00::7'}]"));

            assertThat(eventually(pods, "fd00::7")).isEqualTo(eventually(pods, "10.0.0.7"));
        }
    }

    @Test
    void aPodOnItsNodesNetworkIsNobodysAddress() {
        try (cluster;
                var pods = watch()) {
            cluster.pod(pod("shop", "node-agent", "10.0.0.1").replace("spec: {}", "spec: {hostNetwork: true}"));
            cluster.pod(pod("shop", "other", "10.0.0.7"));

            assertThat(eventually(pods, "10.0.0.7").name()).isEqualTo("other");
            assertThat(pods.find(InetAddress.ofLiteral("10.0.0.1"))).isNull();
        }
    }

    @Test
    void aDeletedPodsAddressIsForgottenAndAReusedOneIsItsNewPods() {
        try (cluster;
                var pods = watch()) {
            cluster.pod(pod("shop", "first", "10.0.0.7"));
            eventually(pods, "10.0.0.7");
            cluster.deletePod("shop", "first");
            gone(pods, "10.0.0.7");

            cluster.pod(pod("shop", "second", "10.0.0.7"));

            assertThat(eventually(pods, "10.0.0.7").name()).isEqualTo("second");
        }
    }

    @Test
    void aPodThatMovesLeavesItsOldAddress() {
        try (cluster;
                var pods = watch()) {
            cluster.pod(pod("shop", "mover", "10.0.0.7"));
            eventually(pods, "10.0.0.7");

            cluster.pod(pod("shop", "mover", "10.0.0.9"));

            assertThat(eventually(pods, "10.0.0.9").name()).isEqualTo("mover");
            gone(pods, "10.0.0.7");
        }
    }

    @Test
    void anEndedPodHasNoAddressAnyMore() {
        try (cluster;
                var pods = watch()) {
            cluster.pod(pod("shop", "job", "10.0.0.7"));
            eventually(pods, "10.0.0.7");

            cluster.pod(pod("shop", "job", "10.0.0.7").replace("phase: Running", "phase: Succeeded"));

            gone(pods, "10.0.0.7");
        }
    }

    private PodDirectory<CallingPod> watch(String... namespaces) {
        PodDirectory<CallingPod> directory = new PodDirectory<>(cluster.client, List.of(namespaces), pod -> pod);
        directory.start();
        return directory;
    }

    private static CallingPod eventually(PodDirectory<CallingPod> pods, String address) {
        Patience.until(Duration.ofSeconds(10), () -> pods.find(InetAddress.ofLiteral(address)) != null);
        return Objects.requireNonNull(pods.find(InetAddress.ofLiteral(address)));
    }

    private static void gone(PodDirectory<CallingPod> pods, String address) {
        Patience.until(Duration.ofSeconds(10), () -> pods.find(InetAddress.ofLiteral(address)) == null);
    }

    static String pod(String namespace, String name, String address) {
        return """
                apiVersion: v1
                kind: Pod
                metadata:
                  name: %s
                  generateName: checkout-5d8f7c9b6d-
                  namespace: %s
                  labels: {app: till, version: v7, pod-template-hash: 5d8f7c9b6d, service.istio.io/canonical-name: cash-desk}
                  ownerReferences: [{apiVersion: apps/v1, kind: ReplicaSet, name: checkout-5d8f7c9b6d, uid: u, controller: true}]
                spec: {}
                status:
                  phase: Running
                  podIP: %s
                  podIPs: []
                """.formatted(name, namespace, address);
    }
}
