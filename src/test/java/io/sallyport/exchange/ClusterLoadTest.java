package io.sallyport.exchange;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.ConnectionLimits;
import io.sallyport.policy.LoadBalancing;
import io.sallyport.policy.RetryBudget;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClusterLoadTest {

    private final ClusterLoad load = new ClusterLoad();

    @Test
    void a_bound_lets_as_many_begin_and_another_when_one_ends() {
        assertThat(load.beginRequest(2)).isTrue();
        assertThat(load.beginRequest(2)).isTrue();
        assertThat(load.beginRequest(2)).isFalse();
        assertThat(load.requests()).isEqualTo(2);

        load.endRequest();

        assertThat(load.beginRequest(2)).isTrue();
    }

    @Test
    void without_a_budget_the_bound_on_retries_counts() {
        ClusterSettings settings = settings(1, null);

        assertThat(load.beginRetry(settings)).isTrue();
        assertThat(load.beginRetry(settings)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"0, 3", "10, 3", "20, 4", "100, 20"})
    void with_one_a_percentage_of_the_requests_may_be_retries_but_always_a_few(int requests, int retries) {
        for (int i = 0; i < requests; i++) {
            assertThat(i % 2 == 0 ? load.beginRequest(1000) : load.beginPending(1000))
                    .isTrue();
        }
        // The bound on retries has no say then.
        ClusterSettings settings = settings(1, new RetryBudget(20, Duration.ZERO, 3));

        int begun = 0;
        while (load.beginRetry(settings)) {
            begun++;
        }

        assertThat(begun).isEqualTo(retries);
    }

    @Test
    void a_budget_that_looks_back_counts_requests_that_are_over() {
        RetryBudget budget = new RetryBudget(10, Duration.ofHours(1), 1);
        for (int i = 0; i < 50; i++) {
            load.began(budget, System.nanoTime());
        }

        int begun = 0;
        while (load.beginRetry(settings(ConnectionLimits.UNLIMITED, budget))) {
            begun++;
        }

        // The hour may turn within the test, and then what is left of it counts.
        assertThat(begun).isBetween(4, 5);
    }

    @Test
    void of_the_interval_before_that_share_counts_which_still_lies_within() {
        RecentRequests recent = new RecentRequests();
        for (int i = 0; i < 100; i++) {
            recent.add(5, 1000);
        }

        assertThat(recent.count(999, 1000)).isEqualTo(100);
        assertThat(recent.count(1250, 1000)).isEqualTo(75);
        assertThat(recent.count(1999, 1000)).isZero();
        assertThat(recent.count(5000, 1000)).isZero();
    }

    @Test
    void it_is_idle_when_all_that_began_has_ended() {
        assertThat(load.beginPending(1)).isTrue();
        assertThat(load.isIdle()).isFalse();

        load.endPending();

        assertThat(load.isIdle()).isTrue();
    }

    private static ClusterSettings settings(int retries, @Nullable RetryBudget budget) {
        ConnectionLimits d = ConnectionLimits.DEFAULT;
        int none = ConnectionLimits.UNLIMITED;
        return new ClusterSettings(
                null,
                new ConnectionLimits(
                        d.connectTimeout(), d.idleTimeout(), null, none, null, null, none, none, none, retries),
                LoadBalancing.DEFAULT,
                null,
                null,
                null,
                budget);
    }
}
