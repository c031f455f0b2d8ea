package io.sallyport.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.policy.Cluster;
import io.sallyport.policy.Decision;
import io.sallyport.policy.RetryCondition;
import io.sallyport.policy.RetryPolicy;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TimeTellerTest {

    @Test
    void tries_and_waits_are_added_up() {
        assertThat(told(null, 2, Duration.ofSeconds(2), RetryCondition.SERVER_ERROR))
                .contains("none for the whole: Istio has no default, a route's timeout would set one")
                .contains("each try within 2s, then the next")
                .contains("waits before them, drawn at random: up to 25ms, up to 75ms")
                .contains("3 tries of 2s and the waits make 6.1s");
    }

    @Test
    void the_timeout_cuts_what_does_not_fit() {
        assertThat(told(Duration.ofSeconds(3), 2, Duration.ofSeconds(2), RetryCondition.SERVER_ERROR))
                .contains("3 tries of 2s and the waits make 6.1s, of which the timeout leaves 3s: about 1 whole try");
    }

    @Test
    void a_slow_try_is_not_repeated_unless_retry_on_says_so() {
        assertThat(told(null, 1, Duration.ofSeconds(2), RetryCondition.CONNECT_FAILURE))
                .contains("each try within 2s; a try that takes longer is not repeated, for that retryOn needs 5xx,"
                        + " gateway-error or reset");
    }

    @Test
    void a_try_longer_than_the_whole_has_no_bound_of_its_own() {
        assertThat(told(Duration.ofSeconds(1), 1, Duration.ofSeconds(2), RetryCondition.SERVER_ERROR))
                .contains("each try within what is left of the whole", "in all no more than 1s");
    }

    @Test
    void waits_grow_to_ten_times_the_base() {
        assertThat(told(null, 6, null, RetryCondition.SERVER_ERROR))
                .contains("waits before them, drawn at random: up to 25ms, up to 75ms, up to 175ms, up to 250ms, up to"
                        + " 250ms")
                .contains("no bound in all: neither timeout nor perTryTimeout is set");
    }

    private static List<String> told(
            @Nullable Duration timeout, int retries, @Nullable Duration each, RetryCondition condition) {
        RetryPolicy policy =
                new RetryPolicy(retries, each, Set.of(condition), Set.of(), RetryPolicy.DEFAULT_BACKOFF, true);
        return TimeTeller.tell(new Decision.Forward(Cluster.PASSTHROUGH, null, timeout, policy)).stream()
                .flatMap(step -> Stream.concat(Stream.of(step.text()), step.details().stream()))
                .toList();
    }
}
