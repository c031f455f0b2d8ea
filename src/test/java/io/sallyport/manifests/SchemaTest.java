package io.sallyport.manifests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Holds the definitions against the compiler: what a file may say can be applied, too. */
class SchemaTest {

    static List<Path> files() throws IOException {
        try (Stream<Path> golden = Files.walk(Path.of("src/test/resources/golden"));
                Stream<Path> examples = Files.walk(Path.of("examples"))) {
            return Stream.concat(golden, examples)
                    .filter(path -> path.toString().endsWith(".yaml"))
                    .filter(SchemaTest::isFlawless)
                    .sorted()
                    .toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void what_is_compiled_without_an_error_can_be_applied(Path file) throws IOException {
        assertThat(Kustomize.objects(Files.readString(file)))
                .filteredOn(object -> Stream.of(Definition.values())
                        .anyMatch(definition -> definition.kind().equals(object.kind())))
                .allSatisfy(object ->
                        assertThat(SchemaProblems.of(object)).as("%s", object).isEmpty());
    }

    @Test
    void there_are_files_to_tell_it_by() throws IOException {
        assertThat(files()).hasSizeGreaterThan(30);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            hosts: bank.example                                  | spec.hosts: not of type array: bank.example
            {hosts: [a], ports: [{number: "80", name: http}]}    | spec.ports[].number: not of type integer: 80
            {hosts: [a], ports: [{number: 70000, name: http}]}   | spec.ports[].number: not from 1 to 65535: 70000
            {hosts: [a], ports: [{number: 80}]}                  | spec.ports[].name: required
            {hosts: [a], resolution: DSN}                        | spec.resolution: not one of [NONE, STATIC, DNS, DNS_ROUND_ROBIN, DYNAMIC_DNS]: DSN
            {hosts: [a], resolutoin: DNS}                        | spec.resolutoin: unknown
            """)
    void what_does_not_fit_is_refused(String spec, String problem) {
        var entry = Kustomize.objects("kind: ServiceEntry\nspec:\n" + spec.indent(2));

        assertThat(SchemaProblems.of(entry.getFirst())).containsExactly(problem);
    }

    /** Whether neither the reader nor the compiler has a word against it: that is what golden cases expect. */
    private static boolean isFlawless(Path file) {
        Path expected = file.resolveSibling("expected.txt");
        try {
            return !Files.exists(expected) || !Files.readString(expected).contains(": error: ");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
