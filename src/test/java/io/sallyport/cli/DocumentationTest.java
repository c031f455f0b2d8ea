package io.sallyport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What documentation says that a command prints, it prints. A block fenced as {@code console} whose first line is {@code
 * $ ./sallyport check ...} or {@code ... explain ...} is run and compared; {@code -Dgolden.write=true} writes it anew.
 */
class DocumentationTest {

    private static final Pattern BLOCK =
            Pattern.compile("```console\n\\$ ./sallyport ((?:check|explain) [^\n]*)\n(.*?)```\n", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    static Stream<Path> pages() throws IOException {
        List<Path> pages = new ArrayList<>(List.of(Path.of("README.md")));
        for (String folder : List.of("docs", "examples")) {
            try (Stream<Path> files = Files.walk(Path.of(folder))) {
                files.filter(file -> file.toString().endsWith(".md")).sorted().forEach(pages::add);
            }
        }
        return pages.stream();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void a_command_prints_what_the_page_shows(Path page) throws IOException {
        String written = Files.readString(page);
        Matcher blocks = BLOCK.matcher(written);
        StringBuilder real = new StringBuilder();
        while (blocks.find()) {
            String block = "```console\n$ ./sallyport " + blocks.group(1) + "\n" + output(blocks.group(1)) + "```\n";
            blocks.appendReplacement(real, Matcher.quoteReplacement(block));
        }
        blocks.appendTail(real);

        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(page, real);
        } else {
            assertThat(real.toString()).isEqualTo(written);
        }
    }

    private static String output(String command) {
        List<String> words = new ArrayList<>();
        for (MatchResult word : WORD.matcher(command).results().toList()) {
            words.add(word.group(1) == null ? word.group(2) : word.group(1));
        }
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);
        SallyportCommand.commands(role -> ExitCode.OK)
                .setOut(writer)
                .setErr(writer)
                .execute(words.toArray(String[]::new));
        return out.toString();
    }
}
