package io.sallyport.istio;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of Kubernetes' object metadata that bears on policy.
 *
 * @param name never empty
 * @param namespace as written; null where the file leaves it to the reader of the file
 * @param creationTimestamp set by the API server, absent in files; the older of two conflicting resources wins
 */
public record Metadata(
        Where where,
        String name,
        @Nullable String namespace,
        Map<String, String> labels,
        Map<String, String> annotations,
        @Nullable Instant creationTimestamp) {
    public Metadata {
        labels = Copies.inOrder(labels);
        annotations = Copies.inOrder(annotations);
    }

    /** {@code namespace/name}, or the name alone where no namespace was written. */
    public String qualifiedName() {
        return namespace == null ? name : namespace + "/" + name;
    }
}
