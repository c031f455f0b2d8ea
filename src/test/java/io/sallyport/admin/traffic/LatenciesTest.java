package io.sallyport.admin.traffic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LatenciesTest {

    private final long[] steps = new long[Latencies.STEPS];

    @Test
    void nothingCountedIsNoLatency() {
        assertThat(Latencies.percentile(steps, 0.99)).isZero();
    }

    @Test
    void aPercentileLiesWithinItsStep() {
        for (int i = 0; i < 99; i++) {
            count(8);
        }
        count(4000);

        assertThat(Latencies.percentile(steps, 0.5)).isBetween(7.5, 10.0);
        assertThat(Latencies.percentile(steps, 0.99)).isCloseTo(10, within(0.1));
        assertThat(Latencies.percentile(steps, 0.999)).isBetween(3000.0, 5000.0);
    }

    @Test
    void whatTakesLongerThanTheLastStepIsCountedThere() {
        count(TimeUnit.HOURS.toMillis(100));

        assertThat(Latencies.percentile(steps, 0.5)).isEqualTo(60_000);
    }

    private void count(long millis) {
        steps[Latencies.step(TimeUnit.MILLISECONDS.toNanos(millis))]++;
    }
}
