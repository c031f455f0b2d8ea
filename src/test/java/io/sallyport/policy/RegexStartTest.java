package io.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RegexStartTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "/shop; /shop; NOTHING",
                "^/shop$; /shop; NOTHING",
                "/shop/.*; /shop/; ANY_LINE",
                "/v1\\.0/.*; /v1.0/; ANY_LINE",
                "/shop/[0-9]+; /shop/; EXPRESSION",
                "/shop(/.*)?; /shop; EXPRESSION",
                "/shops?/x; /shop; EXPRESSION",
                "/shop{0,2}; /sho; EXPRESSION",
                "/a(?i)*; /; EXPRESSION",
                "/a\\Q\\E*; /; EXPRESSION",
                "/a|/b; ''; EXPRESSION",
                "(?i)/a; ''; EXPRESSION",
                ".*; ''; ANY_LINE",
            })
    void a_literal_beginning_is_what_every_match_begins_with(String expression, String literal, RegexStart.Rest rest) {
        assertThat(RegexStart.of(Pattern.compile(expression))).isEqualTo(new RegexStart(literal, rest));
    }

    @ParameterizedTest
    @CsvSource({"(?i)abc", "(?s)a.*"})
    void an_expression_with_flags_of_its_compiler_is_left_alone(String expression) {
        assertThat(RegexStart.of(Pattern.compile("abc", Pattern.CASE_INSENSITIVE))
                        .literal())
                .isEmpty();
        assertThat(RegexStart.of(Pattern.compile(expression)).literal()).isEmpty();
    }
}
