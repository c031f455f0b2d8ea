package io.sallyport.istio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationTextTest {
    @ParameterizedTest
    @CsvSource({
        "3s, PT3S",
        "1.5s, PT1.5S",
        "250ms, PT0.25S",
        "1h30m, PT1H30M",
        "1m30s500ms, PT1M30.5S",
        "0, PT0S",
        "0s, PT0S",
        "+2s, PT2S",
        "-1.5h, PT-1H-30M",
        ".5s, PT0.5S",
        "5.s, PT5S",
        "10us, PT0.00001S",
        "10\u00b5s, PT0.00001S",
        "7ns, PT0.000000007S",
        "1.0000000009s, PT1S",
        "9223372036s, PT2562047H47M16S"
    })
    void durations_are_read(String text, Duration duration) {
        assertThat(DurationText.parse(text)).isEqualTo(duration);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "3",
                "3x",
                "s",
                ".s",
                "3 s",
                " 3s",
                "3s ",
                "-",
                "+",
                "--3s",
                "3s-1s",
                "1d",
                "1e3s",
                "3S",
                "00",
                "PT3S",
                "9223372037s",
                "3000000h",
                "1.2.3s",
                "\u0663s"
            })
    void other_texts_are_not(String text) {
        assertThat(DurationText.parse(text)).isNull();
    }

    @ParameterizedTest
    @ValueSource(ints = {101, 1_000_000})
    void long_texts_are_not_even_tried(int digits) {
        assertThat(DurationText.parse("0".repeat(digits) + "s")).isNull();
    }
}
