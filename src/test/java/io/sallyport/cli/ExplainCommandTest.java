package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Asks about each line of {@code explain/CASE/requests.txt} and compares the stories with {@code expected.txt} beside
 * it. A new case is a new folder: run once with {@code -Dgolden.write=true}, and read what was written.
 */
class ExplainCommandTest {

    private static final Path FOLDER = Path.of("src/test/resources/explain");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");

    private final StringWriter out = new StringWriter();
    private final StringWriter errors = new StringWriter();

    static Stream<String> cases() throws IOException {
        try (Stream<Path> folders = Files.list(FOLDER)) {
            return folders.map(folder -> folder.getFileName().toString()).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void the_story_of_a_request_is_as_expected(String name) throws IOException {
        Path input = FOLDER.resolve(name).resolve("input.yaml");
        StringBuilder stories = new StringBuilder();
        for (String request : Files.readAllLines(FOLDER.resolve(name).resolve("requests.txt"))) {
            out.getBuffer().setLength(0);
            int code = explain(words(request + " --config " + input));
            stories.append(out.toString().replace(input.toString(), "input.yaml"))
                    .append("exit ")
                    .append(code)
                    .append("\n\n");
        }

        Path expected = FOLDER.resolve(name).resolve("expected.txt");
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(expected, stories);
        }
        assertThat(stories.toString()).isEqualTo(Files.readString(expected));
    }

    @Test
    void json_names_decision_and_steps() {
        String input = FOLDER.resolve("routes/input.yaml").toString();

        int code = explain("http://shop.example/v2/x", "-o", "json", "--config", input);

        JsonObject story = new JsonObject(out.toString());
        assertThat(code).isZero();
        assertThat(story.getJsonObject("decision").getMap())
                .containsEntry("kind", "forward")
                .containsEntry("cluster", "outbound|80|v1|shop.example")
                .containsEntry("timeoutMillis", 5000)
                .containsEntry("retries", 3);
        assertThat(story.getJsonArray("steps").stream()
                        .map(step -> ((JsonObject) step).getString("topic"))
                        .distinct())
                .containsExactly(
                        "host", "port", "route", "destinations", "destination", "connections", "timeout", "retries");
    }

    @Test
    void json_of_a_denial_has_the_remedy() {
        String input = FOLDER.resolve("denials/input.yaml").toString();

        int code = explain("http://bank.example/", "-o", "json", "--config", input);

        assertThat(code).isEqualTo(ExitCode.REFUSED);
        JsonObject denial = new JsonObject(out.toString()).getJsonObject("denial");
        assertThat(denial.getString("nearest")).isEqualTo("www.bank.example");
        assertThat(denial.getString("remedy")).contains("kind: ServiceEntry");
    }

    @Test
    void a_bad_configuration_is_an_exit_code_of_its_own(@TempDir Path folder) throws IOException {
        Path file =
                Files.writeString(folder.resolve("bad.yaml"), "apiVersion: networking.istio.io/v1\nkind: Nothing\n");

        int code = explain("http://bank.example/", "--config", file.toString());

        assertThat(code).isEqualTo(ExitCode.CONFIGURATION);
        assertThat(errors.toString()).contains(file + ":2:7: error:").contains("[unknown-kind]");
        assertThat(out.toString()).isEmpty();
    }

    @Test
    void what_is_no_url_or_header_is_a_usage_error() {
        String input = FOLDER.resolve("denials/input.yaml").toString();

        assertThat(explain("ftp://bank.example/", "--config", input)).isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).contains("expected: http:// or https:// with a host");
        assertThat(explain("http://bank.example/", "-H", "nonsense", "--config", input))
                .isEqualTo(ExitCode.USAGE);
        assertThat(errors.toString()).contains("expected: Name: value");
    }

    private static String[] words(String line) {
        List<String> words = new ArrayList<>();
        for (MatchResult word : WORD.matcher(line).results().toList()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        return words.toArray(String[]::new);
    }

    private int explain(String... arguments) {
        return new CommandLine(new ExplainCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(errors))
                .execute(arguments);
    }
}
