package io.sallyport.istio;

import java.util.BitSet;
import org.jspecify.annotations.Nullable;

/**
 * Line, column and path step of everything in one resource, in flat arrays: resources are many and are kept as long as
 * their problems are, so an object for each field would cost more than the fields themselves. The children of a node
 * lie side by side, in the order of the file.
 */
final class Positions {
    static final int ROOT = 0;

    private static final BitSet NONE = new BitSet();
    private static final int LONGEST_PLAIN = 80;

    private final String file;
    private final int[] parents;
    private final @Nullable String[] names;
    private final int[] firstChildren;
    private final int[] lines;
    private final int[] columns;
    private final BitSet blank;

    /**
     * Takes the arrays over.
     *
     * @param names field name by node; null for items of lists
     * @param firstChildren first child by node, one longer than the others so that the next entry ends a node's range
     * @param blank nodes whose value means the same as none
     */
    private Positions(
            String file,
            int[] parents,
            @Nullable String[] names,
            int[] firstChildren,
            int[] lines,
            int[] columns,
            BitSet blank) {
        this.file = file;
        this.parents = parents;
        this.names = names;
        this.firstChildren = firstChildren;
        this.lines = lines;
        this.columns = columns;
        this.blank = blank;
    }

    /** Places of a tree. */
    static Positions of(String file, YamlNode root) {
        int size = Math.toIntExact(root.size());
        var nodes = new YamlNode[size];
        var parents = new int[size];
        var names = new @Nullable String[size];
        var firstChildren = new int[size + 1];
        var lines = new int[size];
        var columns = new int[size];
        var blank = new BitSet();
        nodes[ROOT] = root;
        parents[ROOT] = -1;
        lines[ROOT] = root.line();
        columns[ROOT] = root.column();
        int next = 1;
        for (int node = 0; node < size; node++) {
            firstChildren[node] = next;
            if (Values.isBlank(nodes[node])) {
                blank.set(node);
            }
            switch (nodes[node]) {
                case YamlNode.Mapping mapping -> {
                    for (var entry : mapping.entries()) {
                        var place = placeOf(entry);
                        nodes[next] = entry.value();
                        parents[next] = node;
                        names[next] = entry.key().text();
                        lines[next] = place.line();
                        columns[next] = place.column();
                        next++;
                    }
                }
                case YamlNode.Sequence sequence -> {
                    for (var item : sequence.items()) {
                        nodes[next] = item;
                        parents[next] = node;
                        lines[next] = item.line();
                        columns[next] = item.column();
                        next++;
                    }
                }
                case YamlNode.Scalar ignored -> {
                    // has no children
                }
            }
        }
        firstChildren[size] = next;
        return new Positions(file, parents, names, firstChildren, lines, columns, blank);
    }

    private static YamlNode placeOf(YamlNode.Entry entry) {
        return entry.value() instanceof YamlNode.Scalar scalar
                        && !(scalar.plain() && scalar.text().isEmpty())
                ? scalar
                : entry.key();
    }

    static Positions single(String file, int line, int column) {
        return new Positions(
                file,
                new int[] {-1},
                new @Nullable String[] {null},
                new int[] {1, 1},
                new int[] {line},
                new int[] {column},
                NONE);
    }

    String file() {
        return file;
    }

    int line(int node) {
        return lines[node];
    }

    int column(int node) {
        return columns[node];
    }

    /** The first node below; that of the node after it ends the range. */
    int firstChild(int node) {
        return firstChildren[node];
    }

    @Nullable
    String name(int node) {
        return names[node];
    }

    boolean isBlank(int node) {
        return blank.get(node);
    }

    /** The field of that name, the first if it was written twice; -1 where there is none. */
    int field(int node, String name) {
        for (int child = firstChildren[node]; child < firstChildren[node + 1]; child++) {
            if (name.equals(names[child])) {
                return child;
            }
        }
        return -1;
    }

    /** The item or, counting in the order of the file, the field at the place; -1 where there is none. */
    int ordinal(int node, int ordinal) {
        int child = firstChildren[node] + ordinal;
        return ordinal >= 0 && child < firstChildren[node + 1] ? child : -1;
    }

    String path(int node) {
        if (node == ROOT) {
            return "";
        }
        var parent = path(parents[node]);
        var name = names[node];
        return name == null ? parent + "[" + (node - firstChildren[parents[node]]) + "]" : step(parent, name);
    }

    /**
     * Appends a field name to a path; names with other characters than a field's, such as labels, go in brackets, and
     * those too long for a field, shortened.
     */
    static String step(String path, String name) {
        if (!isPlain(name)) {
            return path + "[\"" + Quoted.inside(name) + "\"]";
        }
        return path.isEmpty() ? name : path + "." + name;
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty()
                && name.length() <= LONGEST_PLAIN
                && name.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '_'
                                || c == '-');
    }
}
