package io.sallyport.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.ClusterLoad;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.ConnectionLimits;
import io.sallyport.policy.RetryCondition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A retry is counted at its cluster from its decision until it is over, whichever way that comes. */
class RetryBoundTest {

    private final Scene scene = new Scene().retries(Scene.on(2, RetryCondition.SERVER_ERROR));
    private final RecordingObserver observer = new RecordingObserver();
    private final RetryingForwarder retrying = new RetryingForwarder(
            scene.upstream, scene.timer, observer, scene.loads, 1024, scene.timer::nanos, bound -> bound - 1);

    @AfterEach
    void noneIsCountedAnyMore() {
        assertThat(scene.load.retries()).isZero();
    }

    @Test
    void while_it_waits_and_while_it_runs() {
        scene.get(retrying);
        assertThat(scene.load.retries()).isZero();

        scene.upstream.last().answersHead(503);
        assertThat(scene.load.retries()).isEqualTo(1);
        scene.timer.advance(1000);
        scene.upstream.last().answersHead(200);
        assertThat(scene.load.retries()).isEqualTo(1);

        scene.upstream.last().finishes();
    }

    @Test
    void a_second_one_takes_the_place_of_the_first() {
        scene.get(retrying);
        scene.upstream.last().answersHead(503);
        scene.timer.advance(1000);

        scene.upstream.last().answersHead(503);

        assertThat(scene.load.retries()).isEqualTo(1);
        scene.timer.advance(1000);
        scene.upstream.last().fails(Outcome.CONNECTION_REFUSED);
    }

    @Test
    void no_longer_than_the_client_waits() {
        RequestSink waiting = scene.get(retrying);
        scene.upstream.last().answersHead(503);
        waiting.abort(Outcome.CLIENT_GONE);
        assertThat(scene.load.retries()).isZero();

        RequestSink running = scene.get(retrying);
        scene.upstream.last().answersHead(503);
        scene.timer.advance(1000);
        running.abort(Outcome.CLIENT_GONE);
    }

    @Test
    void a_response_cut_short_ends_it() {
        scene.get(retrying);
        scene.upstream.last().answersHead(503);
        scene.timer.advance(1000);
        scene.upstream.last().answersHead(200);

        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);
    }

    @Test
    void where_the_bound_is_reached_there_is_none_and_the_exchange_says_so() {
        ClusterLoad busy = scene.load;
        ClusterSettings one = ClusterSettings.with(limited(1));
        assertThat(busy.beginRetry(one)).isTrue();
        scene.settings(one);

        scene.get(retrying);
        scene.upstream.last().answersHead(503);

        assertThat(observer.decisions).contains("skipped BUDGET");
        assertThat(scene.exchange().retryOverflow).isTrue();
        assertThat(scene.exchange().retriesExhausted).isFalse();
        assertThat(scene.timer.isIdle()).isTrue();
        busy.endRetry();
    }

    private static ConnectionLimits limited(int retries) {
        ConnectionLimits d = ConnectionLimits.DEFAULT;
        int none = ConnectionLimits.UNLIMITED;
        return new ConnectionLimits(
                d.connectTimeout(), d.idleTimeout(), null, none, null, null, none, none, none, retries);
    }
}
