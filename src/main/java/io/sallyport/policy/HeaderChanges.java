package io.sallyport.policy;

import java.util.List;

/** Changes to the headers of a request or a response, in the order in which they are made (Istio: {@code Headers}). */
public record HeaderChanges(List<Operation> operations) {

    /** No change. */
    public static final HeaderChanges NONE = new HeaderChanges(List.of());

    /** One change. A value that comes out empty changes nothing. */
    public sealed interface Operation {
        /** The header's name, in lower case. */
        String name();

        /** Takes every value away. */
        record Remove(String name) implements Operation {}

        /** Puts a value in the place of those there are. */
        record Set(String name, HeaderTemplate value) implements Operation {}

        /** Puts a value beside those there are. */
        record Add(String name, HeaderTemplate value) implements Operation {}
    }

    public HeaderChanges {
        operations = List.copyOf(operations);
    }

    /** Whether nothing changes. */
    public boolean isEmpty() {
        return operations.isEmpty();
    }
}
