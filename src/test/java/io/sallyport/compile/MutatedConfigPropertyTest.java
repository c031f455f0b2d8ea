package io.sallyport.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.sallyport.istio.Problem;
import io.sallyport.policy.OutboundPolicy;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever becomes of good YAML, reading and compiling it ends, in a snapshot or in problems that say why not. */
class MutatedConfigPropertyTest {

    private static final CompileOptions OPTIONS = new CompileOptions(OutboundPolicy.REGISTRY_ONLY, "default", Set.of());
    private static final List<String> SEEDS = seeds();

    /** Values that mean something to a reader of YAML or of numbers, durations, hosts. */
    private static final List<String> VALUES = List.of(
            "",
            "null",
            "~",
            "{}",
            "[]",
            "[[]]",
            "{a: b}",
            "*",
            "'*'",
            "&a x",
            "*a",
            "<<",
            "-1",
            "0",
            "65536",
            "1e9",
            "9223372036854775808",
            "0x10",
            ".nan",
            "true",
            "-0s",
            "1h1h",
            "99999999999h",
            "3.5",
            "\"\\u0000\"",
            "\"\\n\"",
            "|",
            ">",
            "!!int 1",
            "!x",
            "?",
            "2001:db8::/129",
            "10.0.0.0/0",
            "a..b",
            "*.",
            "\ud83d\ude00",
            "\u202e",
            "%2F");

    /** One change to a text. */
    record Change(Kind kind, int at, int other, String value) {}

    private enum Kind {
        DROP_LINE,
        REPEAT_LINE,
        SWAP_LINES,
        INDENT,
        DEDENT,
        REPLACE_VALUE,
        REPLACE_OCTET,
        INSERT_TEXT,
        CUT
    }

    @Property(tries = 1000)
    void changed_configurations_come_to_an_end(
            @ForAll("originals") String seed, @ForAll("changes") List<Change> changes) {
        String text = seed;
        for (Change change : changes) {
            text = changed(text, change);
        }
        check(text);
    }

    @Property(tries = 300)
    void octets_of_any_kind_come_to_an_end(@ForAll byte[] octets) {
        check(new String(octets, StandardCharsets.UTF_8));
    }

    private static void check(String text) {
        Compilation compilation =
                assertTimeoutPreemptively(Duration.ofSeconds(20), () -> Yaml.compile(text, OPTIONS), () -> text);

        boolean refused =
                compilation.problems().stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
        assertThat(compilation.snapshot() == null).as(text).isEqualTo(refused);
        assertThat(compilation.problems()).as(text).allSatisfy(problem -> {
            assertThat(problem.line()).doesNotContain("\n", "\r", "\u0000", "\u202e");
            assertThat(problem.where().line()).isPositive();
            assertThat(problem.message()).isNotBlank();
        });
    }

    private static String changed(String text, Change change) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.isEmpty()) {
            return change.value();
        }
        int at = change.at() % lines.size();
        String line = lines.get(at);
        switch (change.kind()) {
            case DROP_LINE -> lines.remove(at);
            case REPEAT_LINE -> lines.add(at, line);
            case SWAP_LINES -> Collections.swap(lines, at, change.other() % lines.size());
            case INDENT -> lines.set(at, "  " + line);
            case DEDENT -> lines.set(at, line.replaceFirst("^ {1,2}", ""));
            case REPLACE_VALUE -> lines.set(at, line.replaceFirst(": .*$", ": ") + change.value());
            case REPLACE_OCTET -> {
                int column = line.isEmpty() ? 0 : change.other() % line.length();
                lines.set(
                        at,
                        line.substring(0, column)
                                + change.value()
                                + line.substring(Math.min(line.length(), column + 1)));
            }
            case INSERT_TEXT -> lines.add(at, change.value());
            case CUT -> lines = lines.subList(0, at);
        }
        return String.join("\n", lines) + "\n";
    }

    @Provide
    Arbitrary<String> originals() {
        return Arbitraries.of(SEEDS);
    }

    @Provide
    Arbitrary<List<Change>> changes() {
        return Combinators.combine(
                        Arbitraries.of(Kind.values()),
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.integers().between(0, 1000),
                        Arbitraries.of(VALUES))
                .as(Change::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(6);
    }

    private static List<String> seeds() {
        try (Stream<Path> golden = Files.walk(Path.of("src/test/resources/golden"));
                Stream<Path> examples = Files.walk(Path.of("examples"))) {
            return Stream.concat(golden, examples)
                    .filter(file -> file.toString().endsWith(".yaml"))
                    .sorted()
                    .map(MutatedConfigPropertyTest::text)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
