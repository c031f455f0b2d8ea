package io.sallyport.istio;

import static io.sallyport.istio.Texts.only;
import static io.sallyport.istio.Texts.problems;
import static io.sallyport.istio.Texts.read;
import static io.sallyport.istio.Texts.serviceEntry;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is done about text that is not YAML, or that is YAML meant to hurt. */
class DocumentsTest {
    private static final String ENTRY = serviceEntry("hosts: [bank.example]\n");

    @Test
    void a_syntax_error_has_a_place_and_spares_the_other_documents() {
        var reading = read(ENTRY + "---\na: b: c\n---\n" + ENTRY + "---\nx: 'open\n---\n" + ENTRY);

        assertThat(reading.problems())
                .extracting(Problem::line)
                .containsExactly(
                        "shop.yaml:7:5: error: mapping values are not allowed here [yaml-syntax]",
                        "shop.yaml:16:1: error: found unexpected end of stream, while scanning a quoted scalar"
                                + " [yaml-syntax]");
        assertThat(reading.resources()).hasSize(3);
    }

    @Test
    void directives_belong_to_the_document_after_them() {
        assertThat(read("# shop\n%YAML 1.1\n---\n" + ENTRY + "...\n%YAML 1.2\n---\n" + ENTRY)
                        .resources())
                .extracting(resource -> resource.where().line())
                .containsExactly(4, 12);
    }

    @Test
    void line_ends_of_windows_count_as_one() {
        assertThat(problems(("---\n" + ENTRY + "---\n" + ENTRY + "  location: x\n").replace("\n", "\r\n")))
                .singleElement()
                .asString()
                .startsWith("shop.yaml:13:13: error: spec.location:");
    }

    @Test
    void a_byte_order_mark_is_passed_over_at_the_beginning_only() {
        assertThat(problems("\uFEFF" + ENTRY)).isEmpty();
        assertThat(problems(ENTRY + "---\n\uFEFF" + ENTRY))
                .containsExactly("shop.yaml:7:1: error: character U+FEFF is not text [not-text]");
    }

    @Test
    void bytes_that_are_no_text_are_refused_where_they_are() {
        var reading = read(ENTRY + "---\nkind:\n  \u0000\u0001\n---\n" + ENTRY);

        assertThat(reading.problems())
                .extracting(Problem::line)
                .containsExactly("shop.yaml:8:3: error: character U+0000 is not text [not-text]");
        assertThat(reading.resources()).hasSize(2);
    }

    @Test
    void anchors_aliases_and_merge_keys_are_followed() {
        var rule = only(DestinationRule.class, """
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: &name bank}
                spec:
                  host: *name
                  subsets:
                  - &first {name: a, labels: {tier: one}}
                  - <<: *first
                    name: b
                  - <<: [{labels: {tier: two}}, *first]
                """);

        assertThat(rule.host()).isEqualTo("bank");
        assertThat(rule.subsets())
                .extracting(subset -> subset.name() + " " + subset.labels().get("tier"))
                .containsExactly("a one", "b one", "a two");
    }

    @Test
    void problems_behind_an_alias_are_placed_where_the_text_is() {
        assertThat(problems("""
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: bank, annotations: {policy: &policy 12}}
                spec: {host: *policy}
                """))
                .containsExactly(
                        "shop.yaml:3:46: error: metadata.annotations.policy: 12 is a number"
                                + " (expected: a string, such as \"12\") [wrong-type]",
                        "shop.yaml:3:46: error: spec.host: 12 is a number (expected: a string, such as \"12\")"
                                + " [wrong-type]");
    }

    @Test
    void aliases_that_multiply_are_refused() {
        var bomb = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
                + IntStream.range(1, 30)
                        .mapToObj(i -> "a%d: &a%d [%s]\n".formatted(i, i, ("*a" + (i - 1) + ",").repeat(10)))
                        .collect(Collectors.joining());

        assertThat(problems(bomb))
                .containsExactly("shop.yaml:5:5: error: aliases blow this up to more than 100000 values"
                        + " [too-many-aliases]");
    }

    @Test
    void merges_that_multiply_are_refused() {
        var keys = IntStream.range(0, 1000).mapToObj(i -> "k" + i + ": v").collect(Collectors.joining(", "));

        assertThat(problems("base: &base {" + keys + "}\n" + "all:\n" + "- <<: *base\n".repeat(200)))
                .singleElement()
                .asString()
                .endsWith("[too-many-aliases]");
    }

    @Test
    void recursion_is_refused() {
        assertThat(problems("a: &a [1, *a]"))
                .containsExactly("shop.yaml:1:11: error: alias *a refers to the value that it is part of"
                        + " [recursive-alias]");
    }

    @Test
    void a_wildcard_host_without_quotes_gets_a_hint() {
        assertThat(problems(serviceEntry("hosts: [*bank]")))
                .containsExactly("shop.yaml:5:11: error: alias *bank has no anchor before it;"
                        + " a host with a wildcard goes in quotes [unknown-alias]");
        assertThat(problems(serviceEntry("hosts:\n- *.bank.example\n")))
                .containsExactly("shop.yaml:6:6: error: unexpected character found .(46), while scanning an alias;"
                        + " a host with a wildcard goes in quotes [yaml-syntax]");
    }

    @Test
    void nesting_without_end_is_refused() {
        assertThat(problems("a: " + "[".repeat(10_000) + "]".repeat(10_000)))
                .containsExactly("shop.yaml:1:104: error: nested more than 100 levels deep [too-deep]");
        assertThat(problems("- ".repeat(10_000)))
                .containsExactly("shop.yaml:1:203: error: nested more than 100 levels deep [too-deep]");
    }

    @Test
    void a_file_too_large_is_refused_unread() {
        assertThat(problems("a: b\n".repeat(SourceText.LONGEST / 5 + 1)))
                .containsExactly("shop.yaml:1:1: error: 16777220 characters long, more than 16777216 [file-too-large]");
    }

    @Test
    void a_document_of_too_many_values_is_refused() {
        assertThat(problems("[" + "1,".repeat(TreeBuilder.MOST_WRITTEN) + "]"))
                .containsExactly("shop.yaml:1:2000000: error: more than 1000000 keys and values in one document"
                        + " [too-large]");
    }

    @Test
    void a_value_of_millions_of_characters_is_shortened_in_messages() {
        assertThat(problems(serviceEntry("hosts: " + "a".repeat(5_000_000))))
                .containsExactly("shop.yaml:5:10: error: spec.hosts: \"" + "a".repeat(80) + "...\" is a string"
                        + " (expected: a list) [wrong-type]");
    }

    @Test
    void tags_other_than_string_and_keys_other_than_text_are_refused() {
        assertThat(problems(serviceEntry("hosts: [!!str 443]\n"))).isEmpty();
        assertThat(problems("a: !!binary aGk="))
                .containsExactly(
                        "shop.yaml:1:4: error: tag \"tag:yaml.org,2002:binary\" is not supported" + " [unknown-tag]");
        assertThat(problems("[a]: b"))
                .containsExactly("shop.yaml:1:1: error: a mapping or list cannot be a key [bad-key]");
        assertThat(problems("<<: 1"))
                .containsExactly("shop.yaml:1:5: error: only a mapping can be merged by << [bad-merge]");
    }
}
