package io.sallyport.policy;

import java.util.List;

/**
 * Changes to the headers of a request or a response (Istio: {@code HeaderOperations}): first all removals, then what is
 * set, then what is added, each in order.
 *
 * @param remove lower-case names
 * @param set replaces every value there is; a later one of the same name wins
 * @param add comes in addition to the values there are
 */
public record HeaderChanges(List<String> remove, List<Value> set, List<Value> add) {

    /** No change. */
    public static final HeaderChanges NONE = new HeaderChanges(List.of(), List.of(), List.of());

    /** A header's name in lower case, and its value. */
    public record Value(String name, String value) {}

    public HeaderChanges {
        remove = List.copyOf(remove);
        set = List.copyOf(set);
        add = List.copyOf(add);
    }

    /** Whether nothing changes. */
    public boolean isEmpty() {
        return remove.isEmpty() && set.isEmpty() && add.isEmpty();
    }
}
