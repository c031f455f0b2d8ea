package io.sallyport.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The namespace of the pod this process runs in, as Kubernetes tells every pod. */
final class OwnNamespace {

    /** Beside the token that lets a pod call the API. */
    private static final Path FILE = Path.of("/var/run/secrets/kubernetes.io/serviceaccount/namespace");

    private OwnNamespace() {}

    /** The callers' namespace: what the setting says, else with Kubernetes this pod's, else {@code default}. */
    static String ofCallers(Settings settings) {
        return settings.namespace()
                .or(() -> settings.kubernetes() ? find() : Optional.empty())
                .orElse("default");
    }

    /** Of {@code POD_NAMESPACE}, else of the service account; empty outside of a pod. */
    static Optional<String> find() {
        return find(System.getenv("POD_NAMESPACE"), FILE);
    }

    static Optional<String> find(@Nullable String variable, Path file) {
        if (variable != null && !variable.isBlank()) {
            return Optional.of(variable.strip());
        }
        try {
            return Optional.of(Files.readString(file).strip()).filter(name -> !name.isEmpty());
        } catch (IOException _) {
            return Optional.empty();
        }
    }
}
