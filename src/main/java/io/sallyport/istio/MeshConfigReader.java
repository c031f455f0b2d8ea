package io.sallyport.istio;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds Istio's mesh-wide settings in a ConfigMap, and reads those that shape egress. */
final class MeshConfigReader {
    private static final Set<String> READ =
            Set.of("outboundTrafficPolicy", "pathNormalization", "defaultHttpRetryPolicy");

    private MeshConfigReader() {}

    /** Whether the ConfigMap is Istio's: {@code istio}, or {@code istio-REVISION}, with a text {@code mesh}. */
    static boolean isMesh(YamlNode.Mapping mapping, ResourceType type) {
        return type.apiVersion().equals("v1")
                && type.kind().equals("ConfigMap")
                && mapping.get("metadata") instanceof YamlNode.Mapping metadata
                && metadata.get("name") instanceof YamlNode.Scalar name
                && (name.text().equals("istio") || name.text().startsWith("istio-"))
                && mesh(mapping) != null;
    }

    private static YamlNode.@Nullable Scalar mesh(YamlNode.Mapping mapping) {
        return mapping.get("data") instanceof YamlNode.Mapping data && data.get("mesh") instanceof YamlNode.Scalar text
                ? text
                : null;
    }

    /** The settings' own YAML, its lines numbered as in the file around it. */
    static List<YamlNode> documents(YamlNode.Mapping mapping, String file, FileProblems problems) {
        var text = mesh(mapping);
        if (text == null) {
            return List.of();
        }
        // A block of text begins in the line after its mark.
        var source = new SourceText(file, "\n".repeat(text.line()) + text.text());
        var documents = new ArrayList<YamlNode>();
        Documents.read(source, problems, new Words(), documents::add);
        return documents;
    }

    /** Reads the settings; those about other things are named in a note, not refused. */
    static MeshConfig read(Metadata metadata, YamlNode.Mapping settings, Fields fields, Problems problems) {
        var others = settings.entries().stream()
                .map(entry -> entry.key().text())
                .filter(name -> !READ.contains(name))
                .distinct()
                .sorted()
                .toList();
        if (!others.isEmpty()) {
            problems.add(
                    Problem.Severity.NOTE,
                    "setting-skipped",
                    fields.where(),
                    null,
                    "of the mesh's settings these do not shape egress, or are not read here: "
                            + Quoted.inside(String.join(", ", others)),
                    null);
        }
        return read(metadata, fields);
    }

    static MeshConfig read(Metadata metadata, Fields fields) {
        return new MeshConfig(
                fields.where(),
                metadata,
                fields.object("outboundTrafficPolicy", SidecarReader::outboundTrafficPolicy),
                fields.object("pathNormalization", MeshConfigReader::pathNormalization),
                fields.object("defaultHttpRetryPolicy", HttpRouteReader::retries));
    }

    private static MeshConfig.PathNormalization pathNormalization(Fields fields) {
        return new MeshConfig.PathNormalization(
                fields.where(), fields.choice("normalization", MeshConfig.PathNormalization.Type.values()));
    }
}
