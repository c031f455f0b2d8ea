package io.sallyport.istio;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of one mapping, read by name and type. Every wrong value is reported where it is and read as absent, so
 * that reading goes on; {@link #end} reports the fields that nobody asked for.
 *
 * <p>There may be no mapping behind it: below a missing or wrong value everything is absent and nothing is reported
 * again; and to list a kind's fields, a reader is run on fields that note what it asks for.
 */
final class Fields {
    private final YamlNode.@Nullable Mapping mapping;
    private final Where where;
    private final Problems problems;
    private final @Nullable Set<String> paths;
    private final Set<String> known = new LinkedHashSet<>();
    private final Set<String> nullable = new HashSet<>();

    private Fields(YamlNode.@Nullable Mapping mapping, Where where, Problems problems, @Nullable Set<String> paths) {
        this.mapping = mapping;
        this.where = where;
        this.problems = problems;
        this.paths = paths;
    }

    static Fields of(YamlNode.Mapping mapping, Where where, Problems problems) {
        return new Fields(mapping, where, problems, null);
    }

    /** Fields that add the path of each field asked for to the set. */
    static Fields listing(Set<String> paths) {
        return new Fields(null, Where.of(""), new Problems(new FileProblems(), ""), paths);
    }

    Where where() {
        return where;
    }

    /** Lets the fields be written as null, which the CRDs allow for few; it means the same as leaving them out. */
    void mayBeNull(String... names) {
        nullable.addAll(List.of(names));
    }

    /** Accepts the field with any content. */
    void ignore(String... names) {
        known.addAll(List.of(names));
    }

    @Nullable
    String text(String name) {
        return value(name, Values.TEXT);
    }

    /** Text of at most so many characters. */
    @Nullable
    String text(String name, int longest) {
        return value(name, Values.text(longest));
    }

    /** Text that has to be there; empty where it is not. */
    String requiredText(String name) {
        return Objects.requireNonNullElse(required(name, text(name)), "");
    }

    String requiredText(String name, int longest) {
        return Objects.requireNonNullElse(required(name, text(name, longest)), "");
    }

    /** A 32-bit integer. */
    @Nullable
    Integer integer(String name) {
        var value = value(name, Values.INTEGER);
        return value == null ? null : value.intValue();
    }

    /** An unsigned 32-bit integer. */
    @Nullable
    Long unsigned(String name) {
        return value(name, Values.UNSIGNED);
    }

    /** An integer in a range. */
    @Nullable
    Long integer(String name, long least, long most) {
        return value(name, Values.integer(least, most));
    }

    /** An unsigned 32-bit integer that has to be there; 0 where it is not. */
    long requiredUnsigned(String name) {
        return Objects.requireNonNullElse(required(name, unsigned(name)), 0L);
    }

    /** Any finite number. */
    @Nullable
    Double number(String name) {
        return value(name, Values.NUMBER);
    }

    /** A number in a range. */
    @Nullable
    Double number(String name, double least, double most) {
        return value(name, Values.number(least, most));
    }

    @Nullable
    Boolean flag(String name) {
        return value(name, Values.FLAG);
    }

    @Nullable
    Duration duration(String name) {
        return value(name, Values.DURATION);
    }

    /** A duration that has to be there; zero where it is not. */
    Duration requiredDuration(String name) {
        return Objects.requireNonNullElse(required(name, duration(name)), Duration.ZERO);
    }

    @Nullable
    Instant instant(String name) {
        return value(name, Values.INSTANT);
    }

    /** Base64 as written. */
    @Nullable
    String base64(String name) {
        return value(name, Values.BASE64);
    }

    /** One of the names of an enumeration. */
    <E extends Enum<E>> @Nullable E choice(String name, E[] choices) {
        return ask(name) == null ? null : value(name, Values.choice(choices));
    }

    List<String> texts(String name) {
        return values(name, Values.TEXT, Integer.MAX_VALUE);
    }

    /** At most so many texts of at most so many characters each. */
    List<String> texts(String name, int most, int longest) {
        return values(name, Values.text(longest), most);
    }

    /** At least one text, at most so many. */
    List<String> requiredTexts(String name, int least, int most) {
        var texts = texts(name, most, Integer.MAX_VALUE);
        if (present(name) == null) {
            required(name, null);
        } else if (texts.size() < least && items(name) == 0) {
            problems.error("too-few-items", where.field(name), null, "the list is empty", "at least " + least);
        }
        return texts;
    }

    List<Integer> integers(String name, int least, int most) {
        return values(name, Values.integer(least, most), Integer.MAX_VALUE).stream()
                .map(Long::intValue)
                .toList();
    }

    Map<String, String> textMap(String name) {
        return map(name, Integer.MAX_VALUE, (node, at) -> Values.TEXT.read(node, at, problems));
    }

    /** At most so many texts by name, of at most so many characters each. */
    Map<String, String> textMap(String name, int most, int longest) {
        return map(name, most, (node, at) -> Values.text(longest).read(node, at, problems));
    }

    /** At most so many unsigned 32-bit integers by name. */
    Map<String, Long> unsignedMap(String name, int most) {
        return map(name, most, (node, at) -> Values.UNSIGNED.read(node, at, problems));
    }

    /** Objects by name. */
    <T> Map<String, T> objectMap(String name, Function<Fields, T> reader) {
        list(name, ".*", reader);
        return map(name, Integer.MAX_VALUE, (node, at) -> read(node, at, reader));
    }

    <T> @Nullable T object(String name, Function<Fields, T> reader) {
        var node = ask(name);
        list(name, "", reader);
        return node == null ? null : read(node, where.field(name), reader);
    }

    /** An object that has to be there; where it is not, what the reader makes of absent fields. */
    <T> T requiredObject(String name, Function<Fields, T> reader) {
        var object = required(name, object(name, reader));
        return object == null ? reader.apply(new Fields(null, where.field(name), silent(), null)) : object;
    }

    <T> List<T> objects(String name, Function<Fields, T> reader) {
        return objects(name, Integer.MAX_VALUE, reader);
    }

    /** At most so many objects. */
    <T> List<T> objects(String name, int most, Function<Fields, T> reader) {
        list(name, "[]", reader);
        return items(name, most, (node, at) -> read(node, at, reader));
    }

    /** Objects of which there may be none, in a list that has to be there. */
    <T> List<T> requiredObjects(String name, Function<Fields, T> reader) {
        var objects = objects(name, reader);
        required(name, present(name));
        return objects;
    }

    /** Reports those written beyond the first. */
    void atMostOneOf(String... names) {
        String first = null;
        for (var name : names) {
            if (present(name) == null) {
                continue;
            }
            if (first != null) {
                problems.error(
                        "conflicting-fields",
                        where.field(name),
                        null,
                        first + " is written too, and one excludes the other",
                        "only one of " + String.join(", ", names));
            } else {
                first = name;
            }
        }
    }

    /** Reports duplicate keys and the fields that were not asked for; the last thing to do with a mapping. */
    void end() {
        if (mapping != null) {
            var places = firstPlaces(mapping, where);
            for (int place = 0; place < mapping.entries().size() && !problems.full(); place++) {
                var name = mapping.entries().get(place).key().text();
                if (!known.contains(name) && isFirst(places, name, place)) {
                    reportUnknown(name, place);
                }
            }
        }
    }

    private void reportUnknown(String name, int place) {
        var nearest = NearestName.of(name, known);
        var key = Objects.requireNonNull(mapping).entries().get(place).key();
        problems.unknownField(
                where.ordinal(place).at(key.line(), key.column()),
                nearest == null ? "unknown field" : "unknown field, did you mean " + nearest + "?",
                nearest == null ? "one of " + String.join(", ", new TreeSet<>(known)) : null);
    }

    /** The place of each name's first use; later uses are reported. */
    private Map<String, Integer> firstPlaces(YamlNode.Mapping of, Where at) {
        var first = new HashMap<String, Integer>();
        for (int place = 0; place < of.entries().size(); place++) {
            var key = of.entries().get(place).key();
            var before = first.putIfAbsent(key.text(), place);
            if (before != null) {
                problems.error(
                        "duplicate-key",
                        at.ordinal(place).at(key.line(), key.column()),
                        Quoted.inside(key.text()),
                        "written twice, first in line "
                                + of.entries().get(before).key().line(),
                        null);
            }
        }
        return first;
    }

    private static boolean isFirst(Map<String, Integer> places, String name, int place) {
        return Objects.equals(places.get(name), place);
    }

    private <T> @Nullable T value(String name, Values<T> type) {
        var node = ask(name);
        return node == null ? null : type.read(node, where.field(name), problems);
    }

    private <T> List<T> values(String name, Values<T> type, int most) {
        return items(name, most, (node, at) -> type.read(node, at, problems));
    }

    private <T> List<T> items(String name, int most, BiFunction<YamlNode, Where, @Nullable T> reader) {
        var node = ask(name);
        if (node == null) {
            return List.of();
        }
        var at = where.field(name);
        if (!(node instanceof YamlNode.Sequence sequence)) {
            Values.wrongType(node, at, "a list", problems);
            return List.of();
        }
        boundItems(at, sequence.items().size(), most);
        var items = new ArrayList<T>();
        for (int index = 0; index < sequence.items().size(); index++) {
            var item = reader.apply(sequence.items().get(index), at.index(index));
            if (item != null) {
                items.add(item);
            }
        }
        return items;
    }

    private <T> Map<String, T> map(String name, int most, BiFunction<YamlNode, Where, @Nullable T> reader) {
        var node = ask(name);
        if (node == null) {
            return Map.of();
        }
        var at = where.field(name);
        if (!(node instanceof YamlNode.Mapping entries)) {
            Values.wrongType(node, at, "a mapping", problems);
            return Map.of();
        }
        boundItems(at, entries.entries().size(), most);
        var places = firstPlaces(entries, at);
        var map = new LinkedHashMap<String, T>();
        for (int place = 0; place < entries.entries().size(); place++) {
            var entry = entries.entries().get(place);
            var value =
                    isFirst(places, entry.key().text(), place) ? reader.apply(entry.value(), at.ordinal(place)) : null;
            if (value != null) {
                map.put(entry.key().text(), value);
            }
        }
        return map;
    }

    private void boundItems(Where at, int items, int most) {
        if (items > most) {
            problems.error("too-many-items", at, null, "there are " + items + " items", "at most " + most);
        }
    }

    private <T> @Nullable T read(YamlNode node, Where at, Function<Fields, T> reader) {
        if (node instanceof YamlNode.Mapping fields) {
            return readAll(new Fields(fields, at, problems, null), reader);
        }
        Values.wrongType(node, at, "a mapping", problems);
        return null;
    }

    private static <T> T readAll(Fields fields, Function<Fields, T> reader) {
        var read = reader.apply(fields);
        fields.end();
        return read;
    }

    /** Lists what the reader asks of a field, or of its items. */
    private <T> void list(String name, String items, Function<Fields, T> reader) {
        if (paths != null) {
            var below = Where.of("", 1, 1, where.field(name).path() + items);
            var _ = reader.apply(new Fields(null, below, problems, paths));
        }
    }

    private int items(String name) {
        return present(name) instanceof YamlNode.Sequence sequence
                ? sequence.items().size()
                : -1;
    }

    private <T> @Nullable T required(String name, @Nullable T value) {
        if (mapping != null && mapping.get(name) == null) {
            problems.error("missing-field", where.field(name), null, "required field is missing", null);
        }
        return value;
    }

    private @Nullable YamlNode ask(String name) {
        known.add(name);
        if (paths != null) {
            paths.add(where.field(name).path());
        }
        return present(name);
    }

    private @Nullable YamlNode present(String name) {
        var node = mapping == null ? null : mapping.get(name);
        return node != null && nullable.contains(name) && Values.isNull(node) ? null : node;
    }

    private static Problems silent() {
        return new Problems(new FileProblems(), "");
    }
}
