package io.sallyport.istio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarMeaningTest {
    @ParameterizedTest
    @CsvSource({
        "'', NULL",
        "~, NULL",
        "null, NULL",
        "nULL, STRING",
        "true, BOOLEAN",
        "off, BOOLEAN",
        "Y, STRING",
        "yEs, STRING",
        "1, NUMBER",
        "-1.5e3, NUMBER",
        ".inf, NUMBER",
        "1.2.3, STRING",
        "10.0.0.0/8, STRING",
        "3s, STRING",
        "2026-01-31, STRING",
        "::1, STRING",
        "0x, STRING",
        "1_000, NUMBER",
        "+, STRING",
        ".., STRING"
    })
    void unquoted_text_means_what_kubectl_takes_it_for(String text, ScalarMeaning meaning) {
        assertThat(ScalarMeaning.of(new YamlNode.Scalar(1, 1, text, true))).isEqualTo(meaning);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "true", "1"})
    void quoted_text_is_a_string(String text) {
        assertThat(ScalarMeaning.of(new YamlNode.Scalar(1, 1, text, false))).isEqualTo(ScalarMeaning.STRING);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0",
        "80, 80",
        "-80, -80",
        "+80, 80",
        "0x50, 80",
        "0X50, 80",
        "0o120, 80",
        "0b1010000, 80",
        "0120, 80",
        "09, 9",
        "-0x10, -16",
        "1_000, 1000",
        "9223372036854775807, 9223372036854775807"
    })
    void integers_are_read_in_every_notation(String text, long value) {
        assertThat(NumberText.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @CsvSource({
        "1.5, 1.5",
        "-.5, -0.5",
        "1., 1.0",
        "1e2, 100.0",
        "1E-2, 0.01",
        "1.0, 1.0",
        "9223372036854775808, 9.223372036854775807E18"
    })
    void other_numbers_are_read_as_doubles(String text, double value) {
        assertThat(NumberText.parse(text)).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-", ".", "e5", "1e", "1e+", "0x", "0xg", "1.2.3", "1 ", "--1", "1s", "\u0661"})
    void other_texts_are_no_numbers(String text) {
        assertThat(NumberText.parse(text)).isNull();
    }
}
