package io.sallyport.manifests;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Dump;
import org.snakeyaml.engine.v2.api.DumpSettings;
import org.snakeyaml.engine.v2.common.FlowStyle;

/** The CustomResourceDefinition of one kind, with the names by which Istio's users know it. */
enum Definition {
    SERVICE_ENTRY("ServiceEntry", "serviceentries", "se", "hosts location resolution"),
    VIRTUAL_SERVICE("VirtualService", "virtualservices", "vs", "gateways hosts"),
    DESTINATION_RULE("DestinationRule", "destinationrules", "dr", "host"),
    WORKLOAD_ENTRY("WorkloadEntry", "workloadentries", "we", "address"),
    SIDECAR("Sidecar", "sidecars", "", ""),
    GATEWAY("Gateway", "gateways", "gw", "");

    static final String GROUP = "networking.istio.io";

    /** The one that is stored first; its fields are described, and {@code kubectl explain} shows that. */
    static final List<String> VERSIONS = List.of("v1", "v1beta1", "v1alpha3");

    private static final String HEAD = """
            # Written from the field catalogue by the tests: ./mvnw test -Dtest=DefinitionsTest -Dgolden.write=true
            # Only for clusters without Istio, whose own definitions know more fields: see docs/deploy.md.
            """;

    private static final DumpSettings BLOCKS = DumpSettings.builder()
            .setDefaultFlowStyle(FlowStyle.BLOCK)
            .setIndent(2)
            .setWidth(120)
            .setDereferenceAliases(true)
            .build();

    private final String kind;
    private final String plural;
    private final String shortName;
    /** Fields of the spec that lists of resources show, with spaces between. */
    private final String columns;

    Definition(String kind, String plural, String shortName, String columns) {
        this.kind = kind;
        this.plural = plural;
        this.shortName = shortName;
        this.columns = columns;
    }

    String kind() {
        return kind;
    }

    String fileName() {
        return plural + ".yaml";
    }

    /** The file's whole text. */
    String text() {
        return HEAD + new Dump(BLOCKS).dumpToString(content());
    }

    /** What the file says. */
    Map<String, Object> content() {
        Map<String, Object> metadata = new LinkedHashMap<>();
        metadata.put("name", plural + "." + GROUP);
        // Without it a chart or a pruning tool that once owned the definition would take all resources along.
        metadata.put("annotations", Map.of("helm.sh/resource-policy", "keep"));
        Map<String, Object> definition = new LinkedHashMap<>();
        definition.put("apiVersion", "apiextensions.k8s.io/v1");
        definition.put("kind", "CustomResourceDefinition");
        definition.put("metadata", metadata);
        Map<String, Object> spec = new LinkedHashMap<>();
        spec.put("group", GROUP);
        spec.put("scope", "Namespaced");
        spec.put("names", names());
        List<Object> versions = new ArrayList<>();
        VERSIONS.forEach(version -> versions.add(version(version)));
        spec.put("versions", versions);
        definition.put("spec", spec);
        return definition;
    }

    private Map<String, Object> names() {
        Map<String, Object> names = new LinkedHashMap<>();
        names.put("kind", kind);
        names.put("listKind", kind + "List");
        names.put("plural", plural);
        names.put("singular", kind.toLowerCase(Locale.ROOT));
        if (!shortName.isEmpty()) {
            names.put("shortNames", List.of(shortName));
        }
        names.put("categories", List.of("istio-io", "networking-istio-io"));
        return names;
    }

    private Map<String, Object> version(String name) {
        boolean first = name.equals(VERSIONS.getFirst());
        Map<String, Object> version = new LinkedHashMap<>();
        version.put("name", name);
        version.put("served", true);
        version.put("storage", first);
        version.put("subresources", Map.of("status", Map.of()));
        version.put("additionalPrinterColumns", columns());
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("spec", new SpecSchema(FieldTypes.read(), first).of(kind));
        properties.put("status", status());
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", "object");
        schema.put("required", List.of("spec"));
        schema.put("properties", properties);
        version.put("schema", Map.of("openAPIV3Schema", schema));
        return version;
    }

    private List<Object> columns() {
        List<Object> all = new ArrayList<>();
        for (String field : columns.isEmpty() ? new String[0] : columns.split(" ", -1)) {
            String title = field.substring(0, 1).toUpperCase(Locale.ROOT) + field.substring(1);
            all.add(column(title, "string", ".spec." + field));
        }
        all.add(column("Accepted", "string", ".status.conditions[?(@.type==\"sallyport.io/Accepted\")].status"));
        all.add(column("Age", "date", ".metadata.creationTimestamp"));
        return all;
    }

    private static Map<String, Object> column(String title, String type, String path) {
        Map<String, Object> column = new LinkedHashMap<>();
        column.put("name", title);
        column.put("type", type);
        column.put("jsonPath", path);
        return column;
    }

    /** Whoever writes into it: Sallyport its condition, a control plane of Istio its own. */
    private static Map<String, Object> status() {
        Map<String, Object> fields = new LinkedHashMap<>();
        for (String text : List.of("type", "status", "reason", "message", "lastTransitionTime", "lastProbeTime")) {
            fields.put(text, Map.of("type", "string"));
        }
        fields.put("observedGeneration", Map.of("x-kubernetes-int-or-string", true));
        Map<String, Object> condition = object(fields);
        condition.put("required", List.of("type", "status"));
        Map<String, Object> conditions = new LinkedHashMap<>();
        conditions.put("type", "array");
        conditions.put("items", condition);
        Map<String, Object> properties = new LinkedHashMap<>();
        properties.put("conditions", conditions);
        properties.put("observedGeneration", Map.of("x-kubernetes-int-or-string", true));
        return object(properties);
    }

    private static Map<String, Object> object(Map<String, Object> properties) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("type", "object");
        object.put("x-kubernetes-preserve-unknown-fields", true);
        object.put("properties", properties);
        return object;
    }
}
