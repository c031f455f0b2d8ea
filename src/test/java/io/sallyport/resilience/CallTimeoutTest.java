package io.sallyport.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CallTimeoutTest {

    @ParameterizedTest
    @CsvSource({
        "1H, PT1H, 3600000m",
        "2M, PT2M, 120000m",
        "3S, PT3S, 3000m",
        "4m, PT0.004S, 4m",
        "5u, PT0.000005S, 1m",
        "6n, PT0.000000006S, 1m",
        "99999999H, PT99999999H, 99999999S",
        "100000S, PT100000S, 100000S"
    })
    void aTimeoutIsANumberAndAUnit(String text, Duration duration, String toldOn) {
        assertThat(CallTimeout.parse(text)).isEqualTo(duration);
        assertThat(new CallTimeout(duration, "grpc-timeout").text()).isEqualTo(toldOn);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "S", "0S", "-1S", "+1S", "1 S", "1s", "1ms", "123456789S", "1.5S", "१S"})
    void whatIsMalformedCountsAsNothing(String text) {
        assertThat(CallTimeout.parse(text)).isNull();
    }
}
