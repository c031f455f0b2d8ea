package io.sallyport.fields;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The catalogue as a tree, to be walked beside what is written in a file. Immutable once a {@link FieldCatalogue} has
 * it.
 */
public final class FieldNode {

    private static final String ITEM = "[]";
    private static final String ANY_NAME = "*";
    /** A dot that ends a step. The domain in an annotation's name, which a slash ends, is no steps. */
    private static final String STEP_END = "\\.(?![a-z]+/)";

    private final Map<String, FieldNode> below = new HashMap<>();
    private @Nullable Field field;

    FieldNode() {}

    /** What is known of it; null for the root, and for items and values, of which their list or map says all. */
    public @Nullable Field field() {
        return field;
    }

    /** The field of that name; null where there is none, or where names are the author's own and mean nothing here. */
    public @Nullable FieldNode below(String name) {
        FieldNode named = below.get(name);
        return named == null ? below.get(ANY_NAME) : named;
    }

    /** An item of the list; null where items have no fields. */
    public @Nullable FieldNode item() {
        return below.get(ITEM);
    }

    /** Adds a field; false where the path has one already. */
    boolean add(Field added) {
        FieldNode node = this;
        for (String step : added.path().replace(ITEM, "." + ITEM).split(STEP_END, -1)) {
            node = node.below.computeIfAbsent(step, ignored -> new FieldNode());
        }
        if (node.field != null) {
            return false;
        }
        node.field = added;
        return true;
    }
}
