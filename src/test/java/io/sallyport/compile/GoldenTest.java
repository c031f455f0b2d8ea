package io.sallyport.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.istio.Problem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compiles each {@code golden/CASE/input.yaml} and compares problems and policy with {@code expected.txt} beside it. A
 * new case is a new folder: run once with {@code -Dgolden.write=true}, and read what was written before committing it.
 * A first line {@code # namespace=NAME gateways=NAME,... locality=REGION/ZONE labels=NAME=VALUE,...} in the input sets the options.
 */
class GoldenTest {

    private static final Path FOLDER = Path.of("src/test/resources/golden");

    static Stream<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void yaml_comes_to_what_is_expected(String name) throws IOException {
        String input = Files.readString(FOLDER.resolve(name).resolve("input.yaml"));
        Path expected = FOLDER.resolve(name).resolve("expected.txt");

        String actual = told(Yaml.compile(input, options(input)));

        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
    }

    private static String told(Compilation compilation) {
        String problems = compilation.problems().stream().map(Problem::line).collect(Collectors.joining("\n"));
        return (problems.isEmpty() ? "" : problems + "\n\n")
                + (compilation.snapshot() == null ? "refused\n" : SnapshotText.of(compilation.snapshot()));
    }

    private static CompileOptions options(String input) {
        String first = input.lines().findFirst().orElse("");
        String labels = value(first, "labels", "");
        String gateways = value(first, "gateways", "");
        return new CompileOptions(
                null,
                value(first, "namespace", "default"),
                gateways.isEmpty() ? Set.of() : Set.of(gateways.split(",")),
                value(first, "locality", ""),
                null,
                WorkloadLabels.parse(labels.isEmpty() ? List.of() : List.of(labels.split(","))));
    }

    private static String value(String line, String key, String absent) {
        for (String word : line.startsWith("#") ? line.substring(1).split(" ") : new String[0]) {
            if (word.startsWith(key + "=")) {
                return word.substring(key.length() + 1);
            }
        }
        return absent;
    }
}
