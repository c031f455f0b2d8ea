package io.sallyport.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.policy.RetryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PerTryTimeoutForwarderTest {

    private final Scene scene = new Scene().retries(Scene.perTry(500, RetryPolicy.NONE));
    private final PerTryTimeoutForwarder perTry = new PerTryTimeoutForwarder(scene.upstream, scene.timer);

    @AfterEach
    void nothingLeaksAndNoClockRuns() {
        assertThat(scene.held()).as("bytes not released").isZero();
        assertThat(scene.timer.isIdle()).as("no clock runs").isTrue();
    }

    @Test
    void aTryWithoutAnswerEndsInATryTimeout() {
        scene.get(perTry);

        scene.timer.advance(500);

        assertThat(scene.client.failure).isEqualTo(new Failure(Outcome.TRY_TIMEOUT, "perTryTimeout of 500 ms"));
        assertThat(scene.upstream.last().aborted).isEqualTo(Outcome.TRY_TIMEOUT);
    }

    @Test
    void aResponseOnItsWayIsNotCut() {
        scene.get(perTry);
        scene.upstream.last().answersHead(200);

        scene.timer.advance(10_000);
        scene.upstream.last().sends(scene.bytes("slow"));
        scene.upstream.last().finishes();

        assertThat(scene.client.events).containsExactly("head 200", "body slow", "end");
    }

    @Test
    void anInformationalResponseDoesNotStopTheClock() {
        scene.get(perTry);
        scene.upstream.last().informs(103);

        scene.timer.advance(500);

        assertThat(scene.client.events).containsExactly("informational 103", "fail TRY_TIMEOUT");
    }

    @Test
    void theClockStartsAtTheRequestsEnd() {
        RequestSink request = scene.begin(perTry, "PUT");
        scene.timer.advance(10_000);
        request.end(EmptyHttpHeaders.INSTANCE);

        scene.timer.advance(499);
        assertThat(scene.client.events).isEmpty();
        scene.timer.advance(1);

        assertThat(scene.client.events).containsExactly("fail TRY_TIMEOUT");
    }

    @Test
    void aFailureAtOnceNeedsNoClock() {
        scene.upstream.atOnce(below -> below.fails(Outcome.CONNECTION_REFUSED));

        scene.get(perTry);

        assertThat(scene.client.events).containsExactly("fail CONNECTION_REFUSED");
    }

    @Test
    void withoutPerTryTimeoutNothingStandsInBetween() {
        Scene unbounded = new Scene();

        RequestSink request = unbounded.get(new PerTryTimeoutForwarder(unbounded.upstream, unbounded.timer));

        assertThat(request).isSameAs(unbounded.upstream.last());
    }
}
