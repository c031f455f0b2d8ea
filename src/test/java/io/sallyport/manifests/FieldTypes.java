package io.sallyport.manifests;

import io.sallyport.fields.Field;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The type of each field that has no fields of its own: the one fact about it that the catalogue does not have. */
final class FieldTypes {

    private static final Path FILE = Path.of("src/test/resources/manifests/types.txt");
    private static final Pattern BOUNDS = Pattern.compile("(\\d+(?:\\.0)?) to (\\d+(?:\\.0)?)(?![^;,]*\\d).*");

    private final Map<String, String> types = new HashMap<>();

    private FieldTypes() {}

    /** Reads the table. */
    static FieldTypes read() {
        FieldTypes read = new FieldTypes();
        try {
            String type = "";
            for (String line : Files.readAllLines(FILE)) {
                if (line.startsWith("  ")) {
                    read.add(type, line.strip());
                } else if (!line.startsWith("#") && !line.isBlank()) {
                    type = line;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return read;
    }

    private void add(String type, String line) {
        String[] parts = line.split(": ", 2);
        for (String field : parts[1].split(", ", -1)) {
            if (types.put(parts[0] + "." + field, type) != null) {
                throw new IllegalStateException("two types of " + parts[0] + "." + field);
            }
        }
    }

    /** The schema of a field that has no fields of its own. */
    Map<String, Object> schema(Field field) {
        String type = types.get(field.source());
        if (type == null) {
            throw new IllegalStateException("no type of " + field.source() + " in " + FILE);
        }
        Map<String, Object> schema = new LinkedHashMap<>();
        if (type.endsWith("[]")) {
            schema.put("type", "array");
            schema.put("items", scalar(type.substring(0, type.length() - 2), field));
        } else if (type.endsWith("{}")) {
            schema.put("type", "object");
            schema.put("additionalProperties", scalar(type.substring(0, type.length() - 2), field));
        } else {
            schema.putAll(scalar(type, field));
        }
        return schema;
    }

    /** All the fields that the table is about, as {@code Message.field}. */
    List<String> sources() {
        return types.keySet().stream().sorted().toList();
    }

    private static Map<String, Object> scalar(String type, Field field) {
        Map<String, Object> schema = new LinkedHashMap<>();
        schema.put("type", type.equals("enum") ? "string" : type);
        if (type.equals("enum")) {
            schema.put("enum", List.of(field.range().split(";", -1)[0].strip().split(", ", -1)));
        }
        Matcher bounds = BOUNDS.matcher(field.range());
        if ((type.equals("integer") || type.equals("number")) && bounds.matches()) {
            schema.put("minimum", (long) Double.parseDouble(bounds.group(1)));
            schema.put("maximum", (long) Double.parseDouble(bounds.group(2)));
        }
        return schema;
    }
}
