package io.sallyport.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.ObjectMetaBuilder;
import io.fabric8.kubernetes.api.model.OwnerReference;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadNameTest {

    @ParameterizedTest(name = "{0} {1} with {2} is {3}")
    @CsvSource({
        "ReplicaSet, checkout-5d8f7c9b6d, pod-template-hash=5d8f7c9b6d, checkout",
        "ReplicaSet, checkout-5d8f7c9b6d, pod-template-hash=other, checkout-5d8f7c9b6d",
        "ReplicaSet, checkout-6f4, rollouts-pod-template-hash=6f4, checkout",
        "ReplicaSet, bare, app=x, bare",
        "ReplicationController, checkout-3, deploymentconfig=checkout, checkout",
        "ReplicationController, checkout-3, app=x, checkout-3",
        "Job, nightly-27482160, app=x, nightly",
        "Job, nightly-1700000000, app=x, nightly",
        "Job, once, app=x, once",
        "Job, once-123, app=x, once-123",
        "StatefulSet, db, app=x, db",
        "DaemonSet, agent, app=x, agent",
        "Job, nightly-27482160, service.istio.io/workload-name=night, night",
    })
    void aPodIsOneOfWhatControlsItsController(String kind, String name, String label, String workload) {
        String[] written = label.split("=", 2);

        assertThat(WorkloadName.of(pod(kind, name, true), Map.of(written[0], written[1])))
                .isEqualTo(workload);
    }

    @Test
    void anOwnerThatDoesNotControlItIsNotItsWorkload() {
        assertThat(WorkloadName.of(pod("StatefulSet", "db", false), Map.of())).isEqualTo("the-pod");
    }

    @Test
    void aPodWithANameOfItsOwnIsItsOwnWorkload() {
        ObjectMeta pod = pod("StatefulSet", "db", true);
        pod.setGenerateName(null);

        assertThat(WorkloadName.of(pod, Map.of())).isEqualTo("the-pod");
    }

    private static ObjectMeta pod(String kind, String owner, boolean controller) {
        return new ObjectMetaBuilder()
                .withName("the-pod")
                .withGenerateName("the-")
                .addToOwnerReferences(new OwnerReference("apps/v1", false, controller, kind, owner, "uid"))
                .build();
    }
}
