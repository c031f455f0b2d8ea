package io.sallyport.manifests;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An object of Kubernetes as YAML, whatever its kind, and ways into it. */
record Rendered(Map<String, Object> content) {

    String kind() {
        return String.valueOf(content.get("kind"));
    }

    String name() {
        return String.valueOf(at("metadata", "name"));
    }

    /** {@code Deployment currency}, for messages. */
    @Override
    public String toString() {
        return kind() + " " + name();
    }

    /** What is at a path of names; null where nothing is. */
    @Nullable
    Object at(String... path) {
        return in(content, path);
    }

    /** The template of its pods' spec; null where it makes none. */
    @Nullable
    Object pod() {
        return switch (kind()) {
            case "Deployment", "StatefulSet", "DaemonSet", "Job" -> at("spec", "template", "spec");
            case "CronJob" -> at("spec", "jobTemplate", "spec", "template", "spec");
            default -> null;
        };
    }

    /** All containers of its pods, those that run first among them. */
    List<Object> containers() {
        List<Object> all = new ArrayList<>(list(in(pod(), "initContainers")));
        all.addAll(list(in(pod(), "containers")));
        return all;
    }

    /** The container of that name. */
    Object container(String name) {
        return containers().stream()
                .filter(container -> name.equals(in(container, "name")))
                .findFirst()
                .orElseThrow(() -> new AssertionError(this + " has no container " + name));
    }

    /** What is at a path of names below something. */
    static @Nullable Object in(@Nullable Object from, String... path) {
        Object there = from;
        for (String step : path) {
            there = there instanceof Map<?, ?> map ? map.get(step) : null;
        }
        return there;
    }

    /** A list as it is; nothing is an empty one. */
    static List<Object> list(@Nullable Object value) {
        return value instanceof List<?> list ? List.copyOf(list) : List.of();
    }

    /** An environment variable's value; null where it is not set, or not by a value. */
    static @Nullable Object variable(Object container, String name) {
        return list(in(container, "env")).stream()
                .filter(variable -> name.equals(in(variable, "name")))
                .map(variable -> in(variable, "value"))
                .findFirst()
                .orElse(null);
    }
}
