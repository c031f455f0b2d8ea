package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs {@code check} on each {@code check/CASE/input.yaml} with the arguments in {@code args} and compares what is
 * printed with {@code expected.*}; the last word of {@code args} is the exit code. A new case is a new folder: run once
 * with {@code -Dgolden.write=true}, and read what was written before committing it.
 */
class CheckGoldenTest {

    private static final Path FOLDER = Path.of("src/test/resources/check");

    static Stream<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_report_is_what_is_expected(String name) throws IOException {
        Path folder = FOLDER.resolve(name);
        List<String> words =
                List.of(Files.readString(folder.resolve("args")).strip().split("\\s+"));
        List<String> arguments = words.subList(0, words.size() - 2);
        Path expected = folder.resolve("expected." + extension(arguments));

        CheckRun run = CheckRun.of(Stream.concat(arguments.stream(), Stream.of(folder + "/input.yaml"))
                .toArray(String[]::new));

        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, run.out());
        }
        assertThat(words.get(words.size() - 2)).isEqualTo("exit");
        assertThat(run.exitCode()).as("exit code").isEqualTo(Integer.parseInt(words.getLast()));
        assertThat(run.out()).isEqualTo(Files.readString(expected));
    }

    private static String extension(List<String> arguments) {
        int output = arguments.indexOf("-o");
        String format = output < 0 ? "text" : arguments.get(output + 1);
        return format.equals("json") || format.equals("sarif") ? format : "txt";
    }
}
