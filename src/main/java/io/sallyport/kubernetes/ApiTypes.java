package io.sallyport.kubernetes;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;

/**
 * As what the answers of the API are read: failures as what they are, resources as trees. The library would look for
 * types of all kinds on the class path, which a native executable does not have; without its own type a failure is taken
 * for a resource, and a watch that is told that it is too old never begins anew.
 */
public final class ApiTypes {

    private ApiTypes() {}

    /** For one client. */
    public static KubernetesSerialization serialization() {
        KubernetesSerialization types = new KubernetesSerialization(new ObjectMapper(), false);
        types.registerKubernetesResource("v1", "Status", Status.class);
        return types;
    }
}
