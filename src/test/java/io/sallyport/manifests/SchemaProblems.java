package io.sallyport.manifests;

import static io.sallyport.manifests.Rendered.in;
import static io.sallyport.manifests.Rendered.list;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Holds a resource of Istio's against our definition of its kind, as the API server would, but closed for unknown fields. */
final class SchemaProblems {

    private final List<String> problems = new ArrayList<>();

    private SchemaProblems() {}

    /** What is wrong with it; empty where nothing is. */
    static List<String> of(Rendered resource) {
        SchemaProblems found = new SchemaProblems();
        Object schema = Stream.of(Definition.values())
                .filter(definition -> definition.kind().equals(resource.kind()))
                .map(definition ->
                        list(in(definition.content(), "spec", "versions")).getFirst())
                .map(version -> in(version, "schema", "openAPIV3Schema", "properties", "spec"))
                .findFirst()
                .orElseThrow();
        found.check("spec", schema, resource.at("spec"));
        return found.problems;
    }

    private void check(String at, @Nullable Object schema, @Nullable Object value) {
        String type = String.valueOf(in(schema, "type"));
        boolean fits = switch (type) {
            case "object" -> value instanceof Map<?, ?>;
            case "array" -> value instanceof List<?>;
            case "string" -> value instanceof String;
            case "boolean" -> value instanceof Boolean;
            case "integer" -> value instanceof Integer || value instanceof Long;
            case "number" -> value instanceof Number;
            default -> throw new IllegalStateException(at + ": " + type);
        };
        if (!fits) {
            problems.add(at + ": not of type " + type + ": " + value);
        } else if (value instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> field(at + "." + name, String.valueOf(name), schema, inner));
            list(in(schema, "required")).stream()
                    .filter(name -> !map.containsKey(name))
                    .forEach(name -> problems.add(at + "." + name + ": required"));
        } else if (value instanceof List<?> items) {
            items.forEach(item -> check(at + "[]", in(schema, "items"), item));
        } else {
            scalar(at, schema, value);
        }
    }

    private void field(String at, String name, @Nullable Object schema, @Nullable Object value) {
        Object values = in(schema, "additionalProperties");
        Object field = values == null ? in(schema, "properties", name) : values;
        if (field == null) {
            problems.add(at + ": unknown");
        } else {
            check(at, field, value);
        }
    }

    private void scalar(String at, @Nullable Object schema, @Nullable Object value) {
        if (in(schema, "enum") != null && !list(in(schema, "enum")).contains(value)) {
            problems.add(at + ": not one of " + in(schema, "enum") + ": " + value);
        }
        if (value instanceof Number number
                && in(schema, "minimum") instanceof Number least
                && in(schema, "maximum") instanceof Number most
                && (number.doubleValue() < least.doubleValue() || number.doubleValue() > most.doubleValue())) {
            problems.add(at + ": not from " + least + " to " + most + ": " + value);
        }
    }
}
