package io.sallyport.fields;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads one file of the catalogue; package-info.java shows the format. What does not fit it is a mistake of ours. */
final class SectionReader {

    private static final Pattern FIELD = Pattern.compile("(\\S+) (enforced|approximated|ignored|rejected)");
    private static final Pattern ATTRIBUTE = Pattern.compile("([a-z]+): *(.*)");
    private static final Pattern INCLUDE = Pattern.compile("(\\w+) at ([^:]+?)(?: as (\\w+): (.+))?");
    private static final Set<String> OF_SECTION = Set.of("about", "link", "include");
    private static final Set<String> OF_GROUP = Set.of("about", "at", "message");
    private static final Set<String> OF_FIELD = Set.of("means", "unit", "default", "range", "differs", "source");

    private final String name;
    private final Attributes section = new Attributes(OF_SECTION);
    private final List<Section.Include> includes = new ArrayList<>();
    private final List<Section.Group> groups = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private String title = "";
    private @Nullable String groupTitle;
    private Attributes group = new Attributes(OF_GROUP);
    private @Nullable Matcher fieldLine;
    private Attributes field = new Attributes(OF_FIELD);

    private SectionReader(String name) {
        this.name = name;
    }

    /**
     * Reads a file's text.
     *
     * @throws IllegalStateException where a line does not fit the format
     */
    static Section read(String name, String text) {
        SectionReader reader = new SectionReader(name);
        int number = 0;
        for (String line : text.split("\n", -1)) {
            number++;
            if (!line.isBlank() && !reader.line(line)) {
                throw new IllegalStateException(name + ", line " + number + ": not understood: " + line);
            }
        }
        reader.endGroup();
        reader.includes();
        return new Section(
                name,
                reader.title,
                reader.section.get("about"),
                reader.section.get("link"),
                reader.groups,
                reader.includes);
    }

    private boolean line(String line) {
        if (line.startsWith("# ")) {
            title = line.substring(2);
            return true;
        }
        if (line.startsWith("## ")) {
            endGroup();
            groupTitle = line.substring(3);
            return true;
        }
        Matcher start = FIELD.matcher(line);
        if (groupTitle != null && start.matches()) {
            endField();
            fieldLine = start;
            return true;
        }
        Attributes open = fieldLine != null ? field : groupTitle != null ? group : section;
        int indent = fieldLine != null ? 2 : 0;
        return line.startsWith(" ".repeat(indent + 1))
                ? open.goOn(line.strip())
                : line.startsWith(" ".repeat(indent)) && open.add(line.substring(indent));
    }

    private void endField() {
        if (fieldLine != null) {
            String path = Field.joined(group.get("at"), fieldLine.group(1));
            String source = field.get("source");
            fields.add(new Field(
                    path,
                    field.get("means"),
                    field.get("unit"),
                    field.get("default"),
                    field.get("range"),
                    Support.valueOf(fieldLine.group(2).toUpperCase(Locale.ROOT)),
                    field.get("differs"),
                    source.isEmpty() ? group.get("message") + "." + fieldLine.group(1) : source));
        }
        fieldLine = null;
        field = new Attributes(OF_FIELD);
    }

    private void endGroup() {
        endField();
        if (groupTitle != null) {
            groups.add(
                    new Section.Group(groupTitle, group.get("at"), group.get("message"), group.get("about"), fields));
        }
        fields.clear();
        groupTitle = null;
        group = new Attributes(OF_GROUP);
    }

    private void includes() {
        for (String line : section.get("include").lines().toList()) {
            Matcher include = INCLUDE.matcher(line);
            if (!include.matches()) {
                throw new IllegalStateException(name + ": not an include: " + line);
            }
            Support support = include.group(3) == null
                    ? null
                    : Support.valueOf(include.group(3).toUpperCase(Locale.ROOT));
            for (String path : include.group(2).split(", ", -1)) {
                includes.add(new Section.Include(
                        include.group(1), path, support, include.group(4) == null ? "" : include.group(4)));
            }
        }
    }

    /** Names with texts; a name that comes again adds a line. */
    private static final class Attributes {
        private final Set<String> known;
        private final Map<String, String> texts = new HashMap<>();
        private @Nullable String last;

        Attributes(Set<String> known) {
            this.known = known;
        }

        boolean add(String line) {
            Matcher attribute = ATTRIBUTE.matcher(line);
            if (!attribute.matches() || !known.contains(attribute.group(1))) {
                return false;
            }
            last = attribute.group(1);
            texts.merge(last, attribute.group(2), (before, more) -> before + "\n" + more);
            return true;
        }

        boolean goOn(String line) {
            if (last == null) {
                return false;
            }
            texts.merge(last, line, (before, more) -> before + " " + more);
            return true;
        }

        String get(String name) {
            return texts.getOrDefault(name, "");
        }
    }
}
