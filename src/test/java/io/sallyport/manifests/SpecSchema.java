package io.sallyport.manifests;

import io.sallyport.fields.Field;
import io.sallyport.fields.FieldCatalogue;
import io.sallyport.fields.Support;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The structural schema of one kind's {@code spec}, out of the catalogue.
 *
 * <p>Fields that it does not know are kept at every level. The API server would prune them else, without a word to some
 * clients, and a rule that lost a condition allows more than was written; Sallyport refuses it, and says so.
 */
final class SpecSchema {

    private static final String KEPT = "x-kubernetes-preserve-unknown-fields";

    private static final String REQUIRED = "required";

    private final FieldTypes types;
    private final boolean described;

    /** @param described whether each field says what it is for; the API keeps that once for each version */
    SpecSchema(FieldTypes types, boolean described) {
        this.types = types;
        this.described = described;
    }

    /** The schema of a kind's spec. */
    Map<String, Object> of(String kind) {
        Node root = new Node();
        for (Field field : FieldCatalogue.of(kind).fields()) {
            if (field.path().equals("spec") || field.path().startsWith("spec.")) {
                root.add(field);
            }
        }
        return schema(root.named("spec"));
    }

    private Map<String, Object> schema(Node node) {
        Map<String, Object> schema = new LinkedHashMap<>();
        Field field = node.field;
        if (field != null && described) {
            schema.put("description", description(field));
        }
        if (node.below.containsKey("[]")) {
            schema.put("type", "array");
            schema.put("items", schema(node.named("[]")));
        } else if (node.below.containsKey("*")) {
            schema.put("type", "object");
            schema.put("additionalProperties", schema(node.named("*")));
        } else if (!node.below.isEmpty()) {
            object(node, schema);
        } else if (field != null) {
            schema.putAll(types.schema(field));
        }
        return schema;
    }

    private void object(Node node, Map<String, Object> schema) {
        schema.put("type", "object");
        schema.put(KEPT, true);
        List<String> required = new ArrayList<>();
        Map<String, Object> properties = new LinkedHashMap<>();
        node.below.forEach((name, inner) -> {
            properties.put(name, schema(inner));
            if (inner.field != null && inner.field.defaultValue().equals(REQUIRED)) {
                required.add(name);
            }
        });
        schema.put("properties", properties);
        if (!required.isEmpty()) {
            schema.put("required", required);
        }
    }

    private static String description(Field field) {
        StringBuilder text = new StringBuilder(field.meaning());
        sentence(text, "Unit", field.unit());
        if (!field.defaultValue().equals(REQUIRED)) {
            sentence(text, "Default", field.defaultValue());
        }
        sentence(text, "Range", field.range());
        if (field.support() != Support.ENFORCED) {
            text.append(' ').append(field.support().sentence());
        }
        sentence(text, "Differs from Istio", field.difference());
        return text.toString();
    }

    private static void sentence(StringBuilder text, String title, String what) {
        if (!what.isEmpty()) {
            text.append(' ').append(title).append(": ").append(what).append('.');
        }
    }

    /** A field with those below it, in the order of the catalogue. */
    private static final class Node {
        private final Map<String, Node> below = new LinkedHashMap<>();
        private @Nullable Field field;

        void add(Field added) {
            Node node = this;
            for (String step : added.path().replace("[]", ".[]").split("\\.", -1)) {
                node = node.below.computeIfAbsent(step, ignored -> new Node());
            }
            node.field = added;
        }

        Node named(String name) {
            Node node = below.get(name);
            if (node == null) {
                throw new IllegalStateException("not in the catalogue: " + name);
            }
            return node;
        }
    }
}
