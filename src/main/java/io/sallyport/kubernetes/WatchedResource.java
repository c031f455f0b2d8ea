package io.sallyport.kubernetes;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.sallyport.istio.SourceText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A resource as the API server has it, put down as its author would have written it, so that lines and columns of
 * problems mean something beside {@code kubectl get -o yaml}.
 *
 * @param kind its kind
 * @param namespace its namespace
 * @param name its name
 * @param generation counts the changes of its spec
 * @param uid tells it from another of the same name
 * @param accepted what its condition says of an earlier look at it; null for nothing
 * @param text what {@code istio} reads
 */
record WatchedResource(
        WatchedKind kind,
        String namespace,
        String name,
        long generation,
        String uid,
        @Nullable Condition accepted,
        SourceText text) {

    private static final String LAST_APPLIED = "kubectl.kubernetes.io/last-applied-configuration";

    static WatchedResource of(WatchedKind kind, GenericKubernetesResource resource) {
        ObjectMeta metadata = resource.getMetadata();
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("apiVersion", resource.getApiVersion());
        written.put("kind", kind.kind());
        written.put("metadata", metadata(metadata));
        Object spec = resource.getAdditionalProperties().get("spec");
        if (spec != null) {
            written.put("spec", spec);
        }
        String title = title(kind, metadata.getNamespace(), metadata.getName());
        return new WatchedResource(
                kind,
                metadata.getNamespace(),
                metadata.getName(),
                metadata.getGeneration() == null ? 0 : metadata.getGeneration(),
                metadata.getUid() == null ? "" : metadata.getUid(),
                Condition.of(resource),
                new SourceText(title, Serialization.asYaml(written), true));
    }

    /** How messages call it, where they name a file otherwise. */
    static String title(WatchedKind kind, String namespace, String name) {
        return "kubernetes:" + namespace + "/" + kind.kind() + "/" + name;
    }

    /** What bears on policy; the rest is Kubernetes' own, and changes without anybody changing anything. */
    private static Map<String, Object> metadata(ObjectMeta metadata) {
        Map<String, Object> written = new LinkedHashMap<>();
        written.put("name", metadata.getName());
        written.put("namespace", metadata.getNamespace());
        if (metadata.getLabels() != null && !metadata.getLabels().isEmpty()) {
            written.put("labels", metadata.getLabels());
        }
        if (metadata.getAnnotations() != null) {
            Map<String, String> annotations = new LinkedHashMap<>(metadata.getAnnotations());
            annotations.remove(LAST_APPLIED);
            if (!annotations.isEmpty()) {
                written.put("annotations", annotations);
            }
        }
        if (metadata.getCreationTimestamp() != null) {
            written.put("creationTimestamp", metadata.getCreationTimestamp());
        }
        return written;
    }

    /**
     * The condition by which a resource tells what became of it here.
     *
     * @param good its {@code status}
     * @param message its {@code message}
     * @param generation its {@code observedGeneration}
     */
    record Condition(boolean good, String message, long generation) {

        /** Prefixed, so that it is nobody else's: Istio writes conditions of its own. */
        static final String TYPE = "sallyport.io/Accepted";

        static @Nullable Condition of(GenericKubernetesResource resource) {
            for (Map<?, ?> condition : all(resource)) {
                if (TYPE.equals(condition.get("type"))) {
                    return new Condition(
                            "True".equals(condition.get("status")),
                            String.valueOf(condition.get("message")),
                            condition.get("observedGeneration") instanceof Number number ? number.longValue() : 0);
                }
            }
            return null;
        }

        /** Everybody's conditions. */
        static List<Map<?, ?>> all(GenericKubernetesResource resource) {
            return resource.getAdditionalProperties().get("status") instanceof Map<?, ?> status
                            && status.get("conditions") instanceof List<?> conditions
                    ? conditions.stream()
                            .filter(Map.class::isInstance)
                            .<Map<?, ?>>map(condition -> (Map<?, ?>) condition)
                            .toList()
                    : List.of();
        }
    }
}
