package io.sallyport.istio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProblemTest {
    @Test
    void it_is_told_on_one_line() {
        var where = Where.of("shop.yaml", 7, 14, "spec.http[0].timeout");

        assertThat(new Problem(
                                Problem.Severity.ERROR,
                                "bad-duration",
                                where,
                                "",
                                "3x",
                                "\"3x\" is not a duration",
                                "a number with a unit")
                        .line())
                .isEqualTo("shop.yaml:7:14: error: spec.http[0].timeout: \"3x\" is not a duration"
                        + " (expected: a number with a unit) [bad-duration]");
    }

    @Test
    void path_and_expectation_may_be_absent() {
        assertThat(new Problem(Problem.Severity.NOTE, "some-code", Where.of("a"), "", null, "so it is", null).line())
                .isEqualTo("a:1:1: note: so it is [some-code]");
    }

    @Test
    void what_a_file_says_cannot_break_or_disguise_the_line() {
        assertThat(Quoted.text("a\r\n\t\"\\\u0007\u202e\u2028\ud800"))
                .isEqualTo("\"a\\r\\n\\t\\\"\\\\\\u0007\\u202e\\u2028\\ud800\"");
        assertThat(Quoted.text("a".repeat(100))).isEqualTo('"' + "a".repeat(80) + "...\"");
    }
}
