package io.sallyport.fields;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All that is known of the fields of one kind of resource. Read once, at first use. */
public final class FieldCatalogue {

    /** The files of the catalogue that describe a whole kind. */
    private static final List<String> KINDS = List.of(
            "ServiceEntry", "VirtualService", "DestinationRule", "Gateway", "Sidecar", "WorkloadEntry", "MeshConfig");

    private final FieldNode root = new FieldNode();
    private final Map<String, Field> byPath = new HashMap<>();
    private final List<Field> fields = new ArrayList<>();

    private FieldCatalogue() {}

    /**
     * What is known of a kind.
     *
     * @throws IllegalArgumentException for a kind that is not read
     */
    public static FieldCatalogue of(String kind) {
        FieldCatalogue catalogue = Loaded.CATALOGUES.get(kind);
        if (catalogue == null) {
            throw new IllegalArgumentException("kind: " + kind + " (expected: one of " + KINDS + ")");
        }
        return catalogue;
    }

    /** The kinds there are, in the order in which they are best read. */
    public static List<String> kinds() {
        return KINDS;
    }

    /** All fields: the kind's own in the order of its file, then those of what it includes. */
    public List<Field> fields() {
        return List.copyOf(fields);
    }

    /** The field at a path such as {@code spec.ports[].number}; null where there is none. */
    public @Nullable Field field(String path) {
        return byPath.get(path);
    }

    /** The same as a tree. */
    public FieldNode root() {
        return root;
    }

    /** A file of the catalogue. */
    static Section section(String name) {
        String file = name + ".txt";
        try (InputStream text = FieldCatalogue.class.getResourceAsStream(file)) {
            if (text == null) {
                throw new IllegalStateException("resource missing: " + file);
            }
            return SectionReader.read(name, new String(text.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Section.Include include, Map<String, Section> sections) {
        Section section = sections.computeIfAbsent(include.section(), FieldCatalogue::section);
        for (Section.Group group : section.groups()) {
            group.fields().forEach(field -> add(field.below(include)));
        }
        section.includes().forEach(inner -> add(inner.below(include), sections));
    }

    private void add(Field field) {
        if (!root.add(field)) {
            throw new IllegalStateException("two entries for " + field.path());
        }
        fields.add(field);
        byPath.put(field.path(), field);
    }

    /** Loaded when first asked for, and by one thread. */
    private static final class Loaded {
        static final Map<String, FieldCatalogue> CATALOGUES = load();

        private static Map<String, FieldCatalogue> load() {
            Map<String, Section> sections = new HashMap<>();
            Map<String, FieldCatalogue> catalogues = new HashMap<>();
            for (String kind : KINDS) {
                FieldCatalogue catalogue = new FieldCatalogue();
                catalogue.add(new Section.Include(kind, "", null, ""), sections);
                catalogues.put(kind, catalogue);
            }
            return Map.copyOf(catalogues);
        }
    }
}
