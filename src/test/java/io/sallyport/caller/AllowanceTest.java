package io.sallyport.caller;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AllowanceTest {

    private static final long BEGIN = Long.MAX_VALUE - 5;

    private final Allowance allowance = new Allowance();

    @Test
    void theFirstTurnsNeedNotWait() {
        assertThat(allowance.waitNanos(BEGIN)).isZero();
        allowance.spend(millis(100), BEGIN + millis(100));
        assertThat(allowance.waitNanos(BEGIN + millis(100))).isZero();
        allowance.spend(millis(100), BEGIN + millis(200));
        assertThat(allowance.waitNanos(BEGIN + millis(200))).isLessThanOrEqualTo(millis(1));
    }

    @Test
    void whoAlwaysHasWorkHasATenth() {
        long now = BEGIN;
        long worked = 0;
        for (int turn = 0; turn < 1_000; turn++) {
            now += allowance.waitNanos(now) + millis(7);
            worked += millis(7);
            allowance.spend(millis(7), now);
        }

        assertThat((double) worked / (now - BEGIN)).isBetween(0.099, 0.104);
    }

    @Test
    void restSavesUpNoMoreThanAFewTurns() {
        allowance.spend(millis(1), BEGIN);
        long later = BEGIN + TimeUnit.HOURS.toNanos(1);
        allowance.spend(millis(300), later);

        assertThat(allowance.waitNanos(later)).isEqualTo(millis(1_000));
    }

    private static long millis(long millis) {
        return TimeUnit.MILLISECONDS.toNanos(millis);
    }
}
