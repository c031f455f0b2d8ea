package io.sallyport.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpanTest {

    /** The place begins at {@code <}; what is expected to be underlined ends at {@code >}. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "timeout: <3 seconds>",
                "timeout: <3s>   ",
                "timeout: <3s> # a comment",
                "regex: <a#b, {1,3} [x]>",
                "<timeout>: 3s",
                "- <match>:",
                "url: <http://x:80/#top>",
                "host: <\"a \\\" b\">, x",
                "host: <'it''s'> # so",
                "hosts: [<a>, b]",
                "hosts: [a, <b.example>]",
                "hosts: [a, <b>",
                "hosts: <[a, \"]\", {x: ']'}]>",
                "- <{}>",
                "- {number: <80>, name: x}",
                "- {number: 80, <name>: x}",
                "{\"number\": <80>,\"name\":\"x\"}",
                "{\"number\":80,<\"name\">:\"x\"}",
                "  number: <80>,",
                "x: <it's {a}, not flow> # so",
            })
    void a_thing_ends_where_yaml_ends_it(String marked) {
        int from = marked.indexOf('<');
        int to = marked.lastIndexOf('>') - 1;
        String line = marked.replace("<", "").replace(">", "");

        assertThat(Span.end(line, from)).as(line).isEqualTo(to);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {"host: \"a; 6", "host: 'it''s; 6", "hosts: [a,; 7", "text: |; 6", "text: >-; 6"})
    void the_end_of_what_goes_on_in_the_next_line_is_not_known(String line, int start) {
        assertThat(Span.end(line, start)).isNegative();
    }

    @Test
    void a_key_has_a_colon_behind_it() {
        assertThat(Span.isKey("name: x", 4)).isTrue();
        assertThat(Span.isKey("name:", 4)).isTrue();
        assertThat(Span.isKey("\"name\":1", 6)).isTrue();
        assertThat(Span.isKey("name:x", 4)).isFalse();
        assertThat(Span.isKey("name", 4)).isFalse();
    }
}
