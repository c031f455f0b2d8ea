package io.sallyport.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.api.model.WatchEvent;
import org.junit.jupiter.api.Test;

class ApiTypesTest {

    @Test
    void aWatchThatIsTooOldIsToldByAStatus() {
        assertThat(told("""
                {"type": "ERROR", "object": {"kind": "Status", "apiVersion": "v1", "status": "Failure",
                 "message": "too old resource version: 252 (257)", "reason": "Expired", "code": 410}}
                """))
                .isInstanceOfSatisfying(
                        Status.class, status -> assertThat(status.getCode()).isEqualTo(410));
    }

    @Test
    void resourcesOfAnyKindAreTrees() {
        assertThat(told("""
                {"type": "ADDED", "object": {"kind": "Pod", "apiVersion": "v1", "spec": {"nodeName": "a"}}}
                """))
                .isInstanceOfSatisfying(
                        GenericKubernetesResource.class,
                        pod -> assertThat(pod.<String>get("spec", "nodeName")).isEqualTo("a"));
    }

    private static KubernetesResource told(String event) {
        return (KubernetesResource)
                ApiTypes.serialization().unmarshal(event, WatchEvent.class).getObject();
    }
}
