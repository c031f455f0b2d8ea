package io.sallyport.istio;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Reads files into resources and problems. Nothing in a file makes it throw: whatever is wrong, in whichever file,
 * becomes a problem, and reading goes on behind it.
 */
public final class ResourceReader {
    static final Map<String, Function<Fields, Resource>> READERS = Map.of(
            ServiceEntry.KIND, ServiceEntryReader::read,
            VirtualService.KIND, VirtualServiceReader::read,
            DestinationRule.KIND, DestinationRuleReader::read,
            Gateway.KIND, GatewayReader::read,
            Sidecar.KIND, SidecarReader::read,
            WorkloadEntry.KIND, WorkloadEntryReader::read);

    /** Values in one resource, those behind aliases included: more than Kubernetes stores in an object. */
    static final int MOST_VALUES = 100_000;

    /** Problems after which those of further files are not listed: nobody would read them. */
    private static final int MOST_PROBLEMS = 10_000;

    private final SourceText source;
    private final List<Resource> resources;
    private final FileProblems problems;

    private ResourceReader(SourceText source, List<Resource> resources, FileProblems problems) {
        this.source = source;
        this.resources = resources;
        this.problems = problems;
    }

    /** Reads all documents of all files, in the order given. */
    public static Reading read(List<SourceText> sources) {
        var resources = new ArrayList<Resource>();
        var problems = new ArrayList<Problem>();
        var words = new Words();
        for (var source : sources) {
            var fileProblems = new FileProblems();
            var reader = new ResourceReader(source, resources, fileProblems);
            Documents.read(source, fileProblems, words, reader::document);
            if (problems.size() < MOST_PROBLEMS) {
                problems.addAll(fileProblems.inOrder());
            } else if (!fileProblems.isEmpty()) {
                problems.add(FileProblems.unlisted(
                        source.name(), "more than " + MOST_PROBLEMS + " problems; what is wrong from here on"));
                break;
            }
        }
        return new Reading(resources, problems);
    }

    private void document(YamlNode node) {
        switch (node) {
            case YamlNode.Mapping mapping -> resource(mapping);
            case YamlNode.Scalar scalar when Values.isNull(scalar) -> {
                // an empty document, as between two lines of dashes
            }
            case YamlNode.Sequence ignored -> notAResource(node);
            case YamlNode.Scalar ignored -> notAResource(node);
        }
    }

    private void notAResource(YamlNode node) {
        Values.wrongType(
                node, place(node), "a Kubernetes resource, with apiVersion and kind", new Problems(problems, ""));
    }

    private void resource(YamlNode.Mapping mapping) {
        var type = ResourceType.of(mapping);
        boolean list = type != null && type.kind().endsWith("List");
        if (mapping.size() > MOST_VALUES && !list) {
            problems.accept(new Refusal(
                            "too-large",
                            mapping.line(),
                            mapping.column(),
                            "more than " + MOST_VALUES + " values in one resource")
                    .problem(source.name()));
        } else if (type == null) {
            missingType(mapping);
        } else if (list && mapping.get("items") instanceof YamlNode.Sequence items) {
            items.items().forEach(this::document);
        } else if (MeshConfigReader.isMesh(mapping, type)) {
            mesh(mapping, type);
        } else {
            switch (type.standing()) {
                case READ -> read(mapping, type);
                case UNENFORCED, FOREIGN -> type.report(place(mapping), new Problems(problems, type.title(mapping)));
                case UNKNOWN -> type.report(resourceWhere(mapping), new Problems(problems, type.title(mapping)));
            }
        }
    }

    private void read(YamlNode.Mapping mapping, ResourceType type) {
        var reader = Objects.requireNonNull(READERS.get(type.kind()));
        var where = resourceWhere(mapping);
        var documentProblems = new Problems(problems, type.title(mapping));
        var fields = Fields.of(mapping, where, documentProblems);
        var resource = reader.apply(fields);
        fields.end();
        if (documentProblems.trusted()) {
            resources.add(resource);
        }
    }

    private void mesh(YamlNode.Mapping mapping, ResourceType type) {
        var mapProblems = new Problems(problems, type.title(mapping));
        var map = Fields.of(mapping, resourceWhere(mapping), mapProblems);
        var metadata = map.requiredObject("metadata", MetadataReader::read);
        for (var document : MeshConfigReader.documents(mapping, source.name(), problems)) {
            var meshProblems = new Problems(problems, type.title(mapping));
            switch (document) {
                case YamlNode.Mapping settings -> {
                    var fields = Fields.of(settings, resourceWhere(settings), meshProblems);
                    var mesh = MeshConfigReader.read(metadata, settings, fields, meshProblems);
                    if (mapProblems.trusted() && meshProblems.trusted()) {
                        resources.add(mesh);
                    }
                }
                case YamlNode.Sequence ignored -> notAMeshConfig(document, meshProblems);
                case YamlNode.Scalar scalar when Values.isNull(scalar) -> {
                    // no settings
                }
                case YamlNode.Scalar ignored -> notAMeshConfig(document, meshProblems);
            }
        }
    }

    private void notAMeshConfig(YamlNode node, Problems meshProblems) {
        Values.wrongType(node, place(node), "the mesh's settings, by name", meshProblems);
    }

    private void missingType(YamlNode.Mapping mapping) {
        var where = resourceWhere(mapping);
        var fields = Fields.of(mapping, where, new Problems(problems, ""));
        fields.requiredText("apiVersion");
        fields.requiredText("kind");
    }

    private Where resourceWhere(YamlNode.Mapping mapping) {
        return new Where(Positions.of(source.name(), mapping), Positions.ROOT, "");
    }

    /** A place without anything below it, which costs nothing to keep. */
    private Where place(YamlNode node) {
        return Where.of(source.name(), node.line(), node.column(), "");
    }
}
