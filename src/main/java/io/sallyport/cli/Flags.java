package io.sallyport.cli;

import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns flags into settings: system properties, which win over environment variables and files. */
final class Flags {

    private Flags() {}

    /** Sets {@code sallyport.NAME}, unless the flag was not given. */
    static void set(String name, @Nullable Object value) {
        if (value != null) {
            System.setProperty("sallyport." + name, value.toString());
        }
    }

    /** Sets a list; a comma inside a value is escaped, as MicroProfile Config wants it. */
    static void set(String name, @Nullable List<String> values) {
        if (values != null) {
            set(name, (Object) values.stream()
                    .map(value -> value.replace("\\", "\\\\").replace(",", "\\,"))
                    .collect(Collectors.joining(",")));
        }
    }
}
