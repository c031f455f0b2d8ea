package io.sallyport.compile;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostPatternTest {

    @ParameterizedTest
    @CsvSource({
        "*,             a.example,     true",
        "*,             *.example,     true",
        "*.example,     a.example,     true",
        "*.example,     b.a.example,   true",
        "*.example,     example,       false",
        "*.example,     *.a.example,   true",
        "*.example,     *.example,     true",
        "*.a.example,   *.example,     false",
        "a.example,     *.example,     false",
        "a.example,     a.example,     true",
        "a.example,     b.example,     false"
    })
    void a_pattern_covers_what_lies_within_it(String pattern, String host, boolean covered) {
        assertThat(HostPattern.covers(pattern, host)).isEqualTo(covered);
    }

    @ParameterizedTest
    @CsvSource({
        "*.example, a.example,   a.example",
        "a.example, *.example,   a.example",
        "*.example, *.a.example, *.a.example",
        "*,         *,           *"
    })
    void of_two_that_overlap_one_is_the_narrower(String one, String other, String narrower) {
        assertThat(HostPattern.overlap(one, other)).isTrue();
        assertThat(HostPattern.narrower(one, other)).isEqualTo(narrower);
    }

    @ParameterizedTest
    @CsvSource({"a.example, b.example", "*.a.example, *.b.example", "*.example, example"})
    void others_have_nothing_in_common(String one, String other) {
        assertThat(HostPattern.overlap(one, other)).isFalse();
    }
}
