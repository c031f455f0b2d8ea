package io.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Short cuts of matching lead where the long way leads. */
class TextMatchPropertyTest {

    @Property(tries = 3000)
    void an_expression_matches_what_the_library_says_it_does(
            @ForAll("expressions") String expression, @ForAll("texts") String text) {
        Pattern pattern = compiled(expression);

        assertThat(new TextMatch.Regex(pattern).matches(text))
                .as("%s on %s", expression, text)
                .isEqualTo(pattern.matches(text));
    }

    @Property(tries = 1000)
    void a_part_of_a_text_matches_as_it_does_alone(
            @ForAll("matches") TextMatch match,
            @ForAll("texts") String before,
            @ForAll("texts") String part,
            @ForAll("texts") String behind) {
        String whole = before + part + behind;

        assertThat(match.matches(whole, before.length(), before.length() + part.length()))
                .as("%s on %s in %s", match, part, whole)
                .isEqualTo(match.matches(part));
    }

    @Property(tries = 1000)
    void a_path_is_matched_without_its_query(
            @ForAll("matches") TextMatch match, @ForAll("texts") String path, @ForAll("texts") String query) {
        HttpMatch alone = new HttpMatch(match, null, null, null, Map.of(), Map.of(), Map.of());

        assertThat(alone.matches(TestHead.get("a.example", 80, path + "?" + query)))
                .isEqualTo(match.matches(path));
    }

    @Property(tries = 500)
    void rewriting_by_an_expression_keeps_the_query_and_replaces_as_the_library_does(
            @ForAll("expressions") String expression, @ForAll("texts") String path, @ForAll("texts") String query) {
        Pattern pattern = compiled(expression);

        assertThat(new PathRewrite.Regex(pattern, "<$0>").apply(path + "?" + query))
                .isEqualTo(rooted(pattern.matcher(path).replaceAll("<$0>")) + "?" + query);
    }

    private static String rooted(String path) {
        return path.startsWith("/") ? path : "/" + path;
    }

    private static Pattern compiled(String expression) {
        try {
            return Pattern.compile(expression);
        } catch (PatternSyntaxException e) {
            Assume.that(false);
            throw e;
        }
    }

    @Provide
    Arbitrary<TextMatch> matches() {
        return Combinators.combine(Arbitraries.integers().between(0, 4), texts())
                .as((kind, text) -> switch (kind) {
                    case 0 -> new TextMatch.Exact(text);
                    case 1 -> new TextMatch.ExactIgnoringCase(text);
                    case 2 -> new TextMatch.Prefix(text);
                    case 3 -> new TextMatch.PrefixIgnoringCase(text);
                    default -> new TextMatch.Regex(Pattern.compile(Pattern.quote(text) + ".*"));
                });
    }

    /** Put together of what has a meaning in expressions, and letters that texts have too. */
    @Provide
    Arbitrary<String> expressions() {
        return Arbitraries.of(
                        "a",
                        "b",
                        "/",
                        "ab",
                        ".*",
                        ".",
                        "*",
                        "+",
                        "?",
                        "{2}",
                        "{0,1}",
                        "|",
                        "(a|b)",
                        "(",
                        ")",
                        "[ab]",
                        "^",
                        "$",
                        "\\.",
                        "\\/",
                        "\\b",
                        "\\Qa",
                        "\\E",
                        "(?i)",
                        "\u00e9",
                        "\ud83d\ude00",
                        "-",
                        "\n")
                .list()
                .ofMinSize(1)
                .ofMaxSize(6)
                .map(parts -> String.join("", parts));
    }

    @Provide
    Arbitrary<String> texts() {
        return Arbitraries.of("a", "b", "A", "/", "ab", ".", "\n", "\u00e9", "\ud83d\ude00", "-")
                .list()
                .ofMaxSize(5)
                .map(parts -> String.join("", parts));
    }
}
