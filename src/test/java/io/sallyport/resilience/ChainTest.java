package io.sallyport.resilience;

import static io.sallyport.policy.RetryCondition.CONNECT_FAILURE;
import static io.sallyport.policy.RetryCondition.GATEWAY_ERROR;
import static io.sallyport.policy.RetryCondition.RESET;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.sallyport.exchange.Forwarder;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.policy.RetryCondition;
import io.sallyport.policy.RetryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Deadline around retries around a bound of each try, as the application puts them together. */
class ChainTest {

    private final Scene scene = new Scene();
    private final Forwarder chain = new DeadlineForwarder(
            new RetryingForwarder(
                    new PerTryTimeoutForwarder(scene.upstream, scene.timer),
                    scene.timer,
                    RetryObserver.NONE,
                    scene.loads,
                    1024,
                    scene.timer::nanos,
                    bound -> bound - 1),
            scene.timer);

    @AfterEach
    void nothingLeaksAndNoClockRuns() {
        assertThat(scene.held()).as("bytes not released").isZero();
        assertThat(scene.timer.isIdle()).as("no clock runs").isTrue();
    }

    @ParameterizedTest
    @EnumSource(names = {"SERVER_ERROR", "GATEWAY_ERROR", "RESET"})
    void aTryTimeoutIsTriedAgainOn(RetryCondition condition) {
        scene.retries(Scene.perTry(500, Scene.on(1, condition))).get(chain);
        scene.timer.advance(500 + 24);

        scene.upstream.last().answers(200);

        assertThat(scene.upstream.attempt(1).aborted).isEqualTo(Outcome.TRY_TIMEOUT);
        assertThat(scene.client.events).containsExactly("head 200", "end");
    }

    @ParameterizedTest
    @EnumSource(
            names = {"SERVER_ERROR", "GATEWAY_ERROR", "RESET"},
            mode = EnumSource.Mode.EXCLUDE)
    void aTryTimeoutIsPassedOnWhereThePolicySays(RetryCondition condition) {
        scene.retries(Scene.perTry(500, Scene.on(1, condition))).get(chain);

        scene.timer.advance(500);

        assertThat(scene.client.events).containsExactly("fail TRY_TIMEOUT");
        assertThat(scene.exchange().retriesExhausted).isFalse();
    }

    @Test
    void eachTryHasItsOwnTime() {
        scene.retries(Scene.perTry(500, Scene.on(2, RESET))).get(chain);
        scene.timer.advance(500 + 24);
        scene.timer.advance(499);
        assertThat(scene.upstream.last().isAborted()).isFalse();

        scene.timer.advance(1);

        assertThat(scene.upstream.attempt(2).aborted).isEqualTo(Outcome.TRY_TIMEOUT);
        scene.timer.advance(74 + 500);
        assertThat(scene.client.events).containsExactly("fail TRY_TIMEOUT");
        assertThat(scene.exchange().retriesExhausted).isTrue();
    }

    @Test
    void theDeadlineCoversAllTriesAndWaits() {
        scene.timeout(1200)
                .retries(Scene.perTry(500, Scene.on(5, GATEWAY_ERROR)))
                .get(chain);

        scene.timer.advance(1199);
        assertThat(scene.client.events).isEmpty();
        scene.timer.advance(1);

        assertThat(scene.upstream.count()).isEqualTo(3);
        assertThat(scene.upstream.last().aborted).isEqualTo(Outcome.REQUEST_TIMEOUT);
        assertThat(scene.client.events).containsExactly("fail REQUEST_TIMEOUT");
        assertThat(scene.exchange().retriesExhausted).isFalse();
    }

    @Test
    void theDeadlineDuringAWaitEndsIt() {
        RequestSink request =
                scene.timeout(20).retries(Scene.on(1, CONNECT_FAILURE)).begin(chain, "PUT");
        request.body(scene.bytes("kept"));
        scene.upstream.last().fails(Outcome.CONNECTION_REFUSED);
        // The wait of 24 ms is running already when the upload ends, and the deadline begins.
        request.end(EmptyHttpHeaders.INSTANCE);

        scene.timer.advance(20);

        assertThat(scene.upstream.count()).isEqualTo(1);
        assertThat(scene.client.events).containsExactly("fail REQUEST_TIMEOUT");
    }

    @Test
    void aClientThatLeavesStopsEverything() {
        RequestSink request = scene.timeout(3000)
                .retries(Scene.perTry(500, Scene.on(2, CONNECT_FAILURE)))
                .get(chain);

        request.abort(Outcome.CLIENT_GONE);

        assertThat(scene.upstream.last().aborted).isEqualTo(Outcome.CLIENT_GONE);
        assertThat(scene.client.events).isEmpty();
    }

    @Test
    void withoutSettingsTheUpstreamsSinkIsHandedOut() {
        RequestSink request = scene.retries(RetryPolicy.NONE).get(chain);

        assertThat(request).isSameAs(scene.upstream.last());
    }
}
