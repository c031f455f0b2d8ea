package io.sallyport.istio;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The apiVersion and kind of a document, and what they mean to the reader. */
record ResourceType(String apiVersion, String kind) {
    private static final String GROUP = "networking.istio.io";
    private static final List<String> VERSIONS = List.of("v1", "v1beta1", "v1alpha3");
    private static final Set<String> UNENFORCED_KINDS = Set.of("WorkloadGroup", "EnvoyFilter", "ProxyConfig");

    /** What happens to a document of the type. */
    enum Standing {
        /** It is read. */
        READ,
        /** It bears on traffic and is not enforced yet. */
        UNENFORCED,
        /** It is somebody else's. */
        FOREIGN,
        /** No such version or kind exists, or the group is misspelt. */
        UNKNOWN
    }

    /** The type, or null where it is missing or no text. */
    static @Nullable ResourceType of(YamlNode.Mapping mapping) {
        var apiVersion = text(mapping, "apiVersion");
        var kind = text(mapping, "kind");
        return apiVersion == null || kind == null ? null : new ResourceType(apiVersion, kind);
    }

    Standing standing() {
        if (!group().equals(GROUP)) {
            boolean misspelt = NearestName.of(group(), List.of(GROUP)) != null;
            boolean groupless = group().isEmpty() && ResourceReader.READERS.containsKey(kind);
            return misspelt || groupless ? Standing.UNKNOWN : Standing.FOREIGN;
        }
        if (UNENFORCED_KINDS.contains(kind)) {
            return Standing.UNENFORCED;
        }
        return ResourceReader.READERS.containsKey(kind) && VERSIONS.contains(version())
                ? Standing.READ
                : Standing.UNKNOWN;
    }

    void report(Where where, Problems problems) {
        switch (standing()) {
            case READ -> {
                // nothing to say
            }
            case UNENFORCED ->
                problems.add(
                        Problem.Severity.WARNING,
                        "kind-not-enforced",
                        where,
                        Quoted.inside(kind),
                        Quoted.inside(kind) + " is not enforced yet",
                        null);
            case FOREIGN ->
                problems.add(
                        Problem.Severity.NOTE,
                        "kind-skipped",
                        where,
                        Quoted.inside(kind),
                        Quoted.inside(kind) + " of " + Quoted.inside(apiVersion) + " is not read here",
                        null);
            case UNKNOWN -> reportUnknown(where, problems);
        }
    }

    private void reportUnknown(Where where, Problems problems) {
        if (!group().equals(GROUP)) {
            problems.error(
                    "unknown-group",
                    where.field("apiVersion"),
                    Quoted.inside(apiVersion),
                    Quoted.text(apiVersion) + " has no " + Quoted.inside(kind),
                    GROUP + "/v1");
        } else if (ResourceReader.READERS.containsKey(kind)) {
            problems.error(
                    "unknown-version",
                    where.field("apiVersion"),
                    Quoted.inside(apiVersion),
                    Quoted.text(version()) + " is not a version of " + kind,
                    "one of " + String.join(", ", VERSIONS));
        } else {
            var known = new TreeSet<>(UNENFORCED_KINDS);
            known.addAll(ResourceReader.READERS.keySet());
            var nearest = NearestName.of(kind, known);
            problems.error(
                    "unknown-kind",
                    where.field("kind"),
                    Quoted.inside(kind),
                    Quoted.text(kind) + " is not a kind of " + GROUP,
                    nearest == null ? "one of " + String.join(", ", known) : nearest);
        }
    }

    /** {@code Kind namespace/name} as far as it is written. */
    String title(YamlNode.Mapping mapping) {
        var metadata = mapping.get("metadata") instanceof YamlNode.Mapping fields ? fields : null;
        var name = metadata == null ? null : text(metadata, "name");
        var namespace = metadata == null ? null : text(metadata, "namespace");
        var shownKind = Quoted.inside(kind);
        if (name == null) {
            return shownKind;
        }
        return shownKind + " " + (namespace == null ? "" : Quoted.inside(namespace) + "/") + Quoted.inside(name);
    }

    private String group() {
        return apiVersion.substring(0, Math.max(0, apiVersion.indexOf('/')));
    }

    private String version() {
        return apiVersion.substring(apiVersion.indexOf('/') + 1);
    }

    private static @Nullable String text(YamlNode.Mapping mapping, String name) {
        return mapping.get(name) instanceof YamlNode.Scalar scalar
                        && ScalarMeaning.of(scalar) == ScalarMeaning.STRING
                        && !scalar.text().isEmpty()
                ? scalar.text()
                : null;
    }
}
