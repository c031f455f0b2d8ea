package io.sallyport.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {

    private static final Duration BASE = Duration.ofMillis(25);

    @ParameterizedTest
    @CsvSource({"1,25", "2,75", "3,175", "4,250", "5,250", "100,250"})
    void theLongestWaitGrowsToTenTimesTheBase(int retry, long longest) {
        Backoff backoff = new Backoff(bound -> bound);

        assertThat(backoff.millis(BASE, retry)).isEqualTo(longest);
    }

    @Test
    void theWaitMayBeNothingAtAll() {
        assertThat(new Backoff(bound -> 0).millis(BASE, 3)).isZero();
    }

    @Test
    void aBaseBelowAMillisecondCountsAsOne() {
        assertThat(new Backoff(bound -> bound).millis(Duration.ofNanos(1), 1)).isEqualTo(1);
        assertThat(new Backoff(bound -> bound).millis(Duration.ZERO, 1)).isEqualTo(1);
    }

    @Test
    void waitsAreSpreadOverTheWholeRange() {
        Backoff backoff = new Backoff(bound -> ThreadLocalRandom.current().nextLong(bound));

        long distinct = IntStream.range(0, 1000)
                .mapToLong(i -> backoff.millis(BASE, 1))
                .distinct()
                .count();

        assertThat(distinct).isGreaterThan(20);
    }
}
