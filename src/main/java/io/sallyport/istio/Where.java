package io.sallyport.istio;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A place in a file: what a problem points at. From a resource's place every field and list item below it can be
 * reached; for one that is not in the file the nearest written parent's line and column stand in.
 *
 * <p>A field whose value is a scalar is placed at its value, a field that holds a mapping or list at its key, an item of
 * a list at its beginning.
 */
public final class Where {
    private final Positions positions;
    private final int node;
    private final String missing;

    Where(Positions positions, int node, String missing) {
        this.positions = positions;
        this.node = node;
        this.missing = missing;
    }

    /** A place given outright, with nothing below it; line and column count from 1. */
    public static Where of(String file, int line, int column, String path) {
        return new Where(Positions.single(file, line, column), Positions.ROOT, path);
    }

    /** The beginning of a file. */
    public static Where of(String file) {
        return of(file, 1, 1, "");
    }

    /** The place of a field of the mapping at this place. */
    public Where field(String name) {
        int child = missing.isEmpty() ? positions.field(node, name) : -1;
        return child >= 0 ? new Where(positions, child, "") : beyond(Positions.step(missing, name));
    }

    /** The place of an item of the list at this place, counted from 0. */
    public Where index(int index) {
        int child = missing.isEmpty() ? positions.ordinal(node, index) : -1;
        return child >= 0 ? new Where(positions, child, "") : beyond(missing + "[" + index + "]");
    }

    /** The place of the field that was written as the n-th, counted from 0, in the mapping at this place. */
    Where ordinal(int ordinal) {
        return index(ordinal);
    }

    /** Whether the file has the field, with whatever value, in the mapping at this place. */
    public boolean has(String name) {
        return missing.isEmpty() && positions.field(node, name) >= 0;
    }

    /** The places of what is written in the mapping or list at this place, in the order of the file. */
    public List<Where> children() {
        var children = new ArrayList<Where>();
        if (missing.isEmpty()) {
            int end = positions.firstChild(node + 1);
            for (int child = positions.firstChild(node); child < end; child++) {
                children.add(new Where(positions, child, ""));
            }
        }
        return children;
    }

    /** Name of the field at this place; null for an item of a list, for what is not written, and for a resource. */
    public @Nullable String name() {
        return missing.isEmpty() ? positions.name(node) : null;
    }

    /** Whether the value written here is one of those that mean the same as none, such as {@code false} or 0. */
    public boolean isBlank() {
        return missing.isEmpty() && positions.isBlank(node);
    }

    /** Name of the file as it was given to the reader. */
    public String file() {
        return positions.file();
    }

    /** Line in the file, from 1. */
    public int line() {
        return positions.line(node);
    }

    /** Column in the line, in code points from 1. */
    public int column() {
        return positions.column(node);
    }

    /** Path from the resource down, such as {@code spec.http[0].timeout}; empty for the resource itself. */
    public String path() {
        var written = positions.path(node);
        if (missing.isEmpty() || written.isEmpty()) {
            return written + missing;
        }
        return missing.startsWith("[") ? written + missing : written + "." + missing;
    }

    /** {@code file:line:column}. */
    public String position() {
        return file() + ":" + line() + ":" + column();
    }

    /** The same field at another position, for what is wrong with its key or with its second use. */
    Where at(int line, int column) {
        return of(file(), line, column, path());
    }

    private Where beyond(String path) {
        return new Where(positions, node, path);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Where that
                && file().equals(that.file())
                && line() == that.line()
                && column() == that.column()
                && path().equals(that.path());
    }

    @Override
    public int hashCode() {
        return Objects.hash(file(), line(), column());
    }

    @Override
    public String toString() {
        return path().isEmpty() ? position() : position() + ": " + path();
    }
}
