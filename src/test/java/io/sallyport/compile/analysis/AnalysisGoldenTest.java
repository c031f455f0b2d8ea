package io.sallyport.compile.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.compile.Yaml;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Compares the warnings about each {@code analysis/CASE/input.yaml} with {@code expected.txt} beside it. What is fine
 * stands among what is not, so that a warning too many fails, too. A new case is a new folder: run once with {@code
 * -Dgolden.write=true}, and read what was written before committing it.
 */
class AnalysisGoldenTest {

    private static final Path FOLDER = Path.of("src/test/resources/analysis");

    static Stream<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void yaml_is_warned_of_as_expected(String name) throws IOException {
        String input = Files.readString(FOLDER.resolve(name).resolve("input.yaml"));
        Path expected = FOLDER.resolve(name).resolve("expected.txt");

        assertThat(Yaml.errors(input)).isEmpty();
        String actual = Yaml.warnings(input).stream()
                .filter(line -> !line.endsWith("[not-enforced]"))
                .map(line -> line + "\n")
                .collect(Collectors.joining());

        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
    }
}
