package io.sallyport.istio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads YAML written in a test, as a file called {@code shop.yaml}. */
final class Texts {
    private Texts() {}

    static Reading read(String text) {
        return ResourceReader.read(List.of(new SourceText("shop.yaml", text)));
    }

    static List<String> problems(String text) {
        return read(text).problems().stream().map(Problem::line).toList();
    }

    /** The only resource of a text that has no problem. */
    static <R extends Resource> R only(Class<R> type, String text) {
        var reading = read(text);
        assertThat(reading.problems()).isEmpty();
        assertThat(reading.resources()).hasSize(1);
        return type.cast(reading.resources().getFirst());
    }

    /** A record with the names of its components, without their places. */
    static String told(@Nullable Object read) {
        return String.valueOf(read).replaceAll("where=shop\\.yaml:\\d+:\\d+(: [^ ,]*)?, ", "");
    }

    static String serviceEntry(String spec) {
        return resource("ServiceEntry", spec);
    }

    static String virtualService(String spec) {
        return resource("VirtualService", spec);
    }

    static String destinationRule(String spec) {
        return resource("DestinationRule", spec);
    }

    /** The spec begins in line 5, indented by two columns. */
    static String resource(String kind, String spec) {
        return """
            apiVersion: networking.istio.io/v1
            kind: %s
            metadata: {name: bank, namespace: shop}
            spec:
            """.formatted(kind) + spec.indent(2);
    }
}
