package io.sallyport.reload;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Files that are meant to hurt, read from a folder by a JVM that has the heap of the launcher: each is refused in
 * seconds with the place and the bound, and none costs more memory than there is.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileInputTest {

    private static final int MANY = 10_000;
    private static final int LONGEST_MILLISECONDS = 60_000;
    private static final int MEBIBYTE = 1024 * 1024;

    private final Map<String, String> told = new LinkedHashMap<>();

    @BeforeAll
    void readAll(@TempDir Path folder) throws IOException, InterruptedException {
        writeAll(folder);
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseG1GC",
                "-XX:MaxGCPauseMillis=5",
                "-Xmx256m",
                "-classpath",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                ReadOneByOne.class.getName(),
                folder.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            output.lines().filter(line -> line.contains(" ")).forEach(line -> {
                int space = line.indexOf(' ');
                told.merge(line.substring(0, space), line.substring(space + 1), (one, other) -> one + "\n" + other);
            });
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(process.exitValue()).as("%s", told).isZero();
    }

    @Test
    void aliases_that_multiply_are_refused() {
        assertThat(told("aliases.yaml"))
                .contains(
                        "aliases.yaml:5:5: error: aliases blow this up to more than 100000 values [too-many-aliases]");
    }

    @Test
    void a_file_of_fifty_mebibytes_is_refused_unread() {
        assertThat(told("fifty.yaml"))
                .contains(
                        "error: cannot be read: ",
                        "fifty.yaml: is 52428800 octets long, more than 16777216 [unreadable]");
    }

    @Test
    void a_value_of_forty_mebibytes_is_refused_unread_and_one_that_just_fits_is_shortened() {
        assertThat(told("scalar.yaml")).contains("is 41943", "more than 16777216 [unreadable]");
        assertThat(told("fitting-scalar.yaml")).contains(":5:11: error: spec.hosts[0]: \"aaa", "[bad-host]");
        assertThat(told("fitting-scalar.yaml").length()).isLessThan(2_000);
    }

    @Test
    void ten_thousand_levels_are_refused_at_the_first_hundred() {
        assertThat(told("flow.yaml")).contains(":1:102: error: nested more than 100 levels deep [too-deep]");
        assertThat(told("block.yaml")).contains(":101:101: error: nested more than 100 levels deep [too-deep]");
    }

    @Test
    void a_million_documents_are_refused() {
        assertThat(told("documents.yaml"))
                .contains("documents.yaml:100001:1: error: more than 100000 documents in one file [too-large]");
    }

    @Test
    void a_key_of_fifteen_mebibytes_is_named_shortly() {
        assertThat(told("key.yaml")).contains(":8:5: error: spec[\"kkk", "...\"]: unknown field", "[unknown-field]");
        assertThat(told("key.yaml").length()).isLessThan(2_000);
    }

    @Test
    void a_million_keys_or_anchors_are_refused() {
        assertThat(told("keys.yaml")).contains("error: more than 1000000 keys and values in one document [too-large]");
        assertThat(told("resource.yaml"))
                .contains("resource.yaml:1:1: error: more than 100000 values in one resource [too-large]");
        assertThat(told("anchors.yaml"))
                .contains("anchors.yaml:10001:9: error: more than 10000 anchors in one document [too-many-anchors]");
    }

    @Test
    void a_hundred_thousand_problems_are_not_all_listed() {
        assertThat(told("problems.yaml"))
                .startsWith("refused: 1001 problems")
                .contains("more than 1000 problems; the rest of this file is not listed [too-many-problems]");
        assertThat(told("meanings.yaml"))
                .startsWith("refused: 10001 problems")
                .contains("more problems are not listed [too-many-problems]");
    }

    @Test
    void ten_thousand_service_entries_and_as_many_virtual_services_are_accepted_as_documents_and_as_a_list() {
        assertThat(told("good.yaml")).startsWith("accepted: 0 problems");
        assertThat(told("list.yaml")).startsWith("accepted: 0 problems");
    }

    @Test
    void none_takes_long() {
        assertThat(told).hasSize(15).allSatisfy((name, lines) -> {
            String milliseconds = lines.replaceFirst("(?s).*problems, (\\d+) ms.*", "$1");
            assertThat(Integer.parseInt(milliseconds)).as(name).isLessThan(LONGEST_MILLISECONDS);
        });
    }

    private String told(String file) {
        return Objects.requireNonNull(told.get(file), file);
    }

    private static void writeAll(Path folder) throws IOException {
        String first = entry(1, "a.example");
        write(
                folder,
                "aliases.yaml",
                30,
                i -> i == 0
                        ? "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
                        : "a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)));
        write(folder, "fifty.yaml", 50 * 1024, i -> "#".repeat(1023) + "\n");
        write(folder, "scalar.yaml", 1, i -> entry(1, "a".repeat(40 * MEBIBYTE)));
        write(folder, "fitting-scalar.yaml", 1, i -> entry(1, "a".repeat(15 * MEBIBYTE)));
        write(folder, "flow.yaml", 1, i -> "[".repeat(MANY) + "]".repeat(MANY));
        write(folder, "block.yaml", 5_000, i -> " ".repeat(i) + "a:\n");
        write(folder, "documents.yaml", 1_000_000, i -> "---\n");
        write(folder, "key.yaml", 1, i -> first + "  ? " + "k".repeat(15 * MEBIBYTE) + "\n  : v\n");
        write(folder, "keys.yaml", 1_000_000, i -> "k" + i + ": v\n");
        write(folder, "resource.yaml", 150_000, i -> (i == 0 ? first : "") + "  k" + i + ": v\n");
        write(folder, "anchors.yaml", 500_000, i -> "k%d: &a%d v\n".formatted(i, i));
        write(folder, "problems.yaml", 100_000, i -> "---\na: b\n");
        write(folder, "meanings.yaml", 50_000, i -> entry(i, "b!d") + "---\n");
        write(folder, "good.yaml", MANY, i -> entry(i, "h" + i + ".example") + "---\n" + routes(i) + "---\n");
        write(
                folder,
                "list.yaml",
                MANY,
                i -> (i == 0 ? "kind: List\napiVersion: v1\nitems:\n" : "")
                        + item(entry(i, "h" + i + ".example"))
                        + item(routes(i)));
    }

    private static String entry(int number, String host) {
        return """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: n%d}
            spec:
              hosts: [%s]
              resolution: DNS
              ports: [{number: 80, name: http, protocol: HTTP}]
            """.formatted(number, host);
    }

    private static String routes(int number) {
        return """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: n%1$d}
            spec:
              hosts: [h%1$d.example]
              http:
              - timeout: 10s
                retries: {attempts: 3, perTryTimeout: 2s, retryOn: "connect-failure,503"}
                route: [{destination: {host: h%1$d.example, port: {number: 80}}}]
            """.formatted(number);
    }

    private static String item(String resource) {
        return resource.lines().collect(Collectors.joining("\n  ", "- ", "\n"));
    }

    private static void write(Path folder, String name, int count, IntFunction<String> part) throws IOException {
        try (BufferedWriter file = Files.newBufferedWriter(folder.resolve(name))) {
            for (int i : IntStream.range(0, count).toArray()) {
                file.write(part.apply(i));
            }
        }
    }
}
