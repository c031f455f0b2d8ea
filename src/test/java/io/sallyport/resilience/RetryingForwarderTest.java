package io.sallyport.resilience;

import static io.sallyport.policy.RetryCondition.CONNECT_FAILURE;
import static io.sallyport.policy.RetryCondition.RESET;
import static io.sallyport.policy.RetryCondition.SERVER_ERROR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.policy.RetryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whether and when it is tried again, and what the client sees of it. */
class RetryingForwarderTest {

    /** Longer than any wait before a retry. */
    private static final long ENOUGH = 1000;

    private final Scene scene = new Scene();
    private final RecordingObserver observer = new RecordingObserver();
    private final RetryingForwarder retrying = new RetryingForwarder(
            scene.upstream, scene.timer, observer, scene.loads, 1024, scene.timer::nanos, bound -> bound - 1);

    @AfterEach
    void nothingLeaksAndNoClockRuns() {
        assertThat(scene.held()).as("bytes not released").isZero();
        assertThat(scene.timer.isIdle()).as("no clock runs").isTrue();
    }

    // What is tried again.

    @Test
    void aResponseOfARetriableStatusIsAskedForAgain() {
        scene.retries(Scene.onStatus(503)).get(retrying);
        scene.upstream.last().answers(503);
        scene.timer.advance(ENOUGH);

        scene.upstream.last().answers(200);

        assertThat(scene.upstream.count()).isEqualTo(2);
        assertThat(scene.client.events).containsExactly("head 200", "end");
    }

    @Test
    void aResponseOfAnotherStatusIsPassedOn() {
        scene.retries(Scene.onStatus(503)).get(retrying);

        scene.upstream.last().answers(500);

        assertThat(scene.client.events).containsExactly("head 500", "end");
        assertThat(observer.decisions).isEmpty();
    }

    @Test
    void aRetriableFailureIsTriedAgain() {
        scene.retries(Scene.on(2, RESET)).get(retrying);
        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);
        scene.timer.advance(ENOUGH);

        scene.upstream.last().answers(200);

        assertThat(scene.client.events).containsExactly("head 200", "end");
    }

    @Test
    void anotherFailureIsPassedOn() {
        scene.retries(Scene.onStatus(503)).get(retrying);

        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);

        assertThat(scene.client.events).containsExactly("fail UPSTREAM_RESET");
        assertThat(scene.exchange().retriesExhausted).isFalse();
    }

    @Test
    void aTryThatFailsBeforeItBeganIsTriedAgain() {
        scene.upstream.atOnce(below -> below.fails(Outcome.CONNECTION_REFUSED));
        scene.upstream.atOnce(below -> below.fails(Outcome.CONNECTION_REFUSED));

        scene.retries(RetryPolicy.DEFAULT).get(retrying);
        scene.timer.advance(ENOUGH);
        scene.upstream.last().answers(200);

        assertThat(scene.upstream.count()).isEqualTo(3);
        assertThat(scene.client.events).containsExactly("head 200", "end");
    }

    @Test
    void aTryThatAnswersAtOnceIsGivenUpAsSoonAsItCanBe() {
        scene.upstream.atOnce(below -> below.answersHead(503));

        scene.retries(Scene.onStatus(503)).get(retrying);
        scene.timer.advance(ENOUGH);
        scene.upstream.last().answers(200);

        assertThat(scene.upstream.attempt(1).isAborted()).isTrue();
        assertThat(scene.client.events).containsExactly("head 200", "end");
    }

    @Test
    void nothingIsTriedAgainOnceAResponseBegan() {
        scene.retries(Scene.on(2, SERVER_ERROR, RESET)).get(retrying);
        scene.upstream.last().answersHead(200);

        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);

        assertThat(scene.client.events).containsExactly("head 200", "fail UPSTREAM_RESET");
        assertThat(observer.decisions).isEmpty();
    }

    @Test
    void informationalResponsesAreRelayedAndDoNotEndRetrying() {
        scene.retries(Scene.on(2, RESET)).get(retrying);
        scene.upstream.last().informs(100);
        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);
        scene.timer.advance(ENOUGH);

        scene.upstream.last().answers(200);

        assertThat(scene.client.events).containsExactly("informational 100", "head 200", "end");
    }

    // What must not be repeated blindly.

    @ParameterizedTest
    @ValueSource(strings = {"POST", "PATCH", "get", "PROPFIND"})
    void whatIsNotIdempotentAndMayHaveArrivedIsNotRepeatedUnasked(String method) {
        scene.retries(Scene.notExplicit(Scene.on(2, RESET)));
        scene.begin(retrying, method).end(EmptyHttpHeaders.INSTANCE);

        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);

        assertThat(scene.client.events).containsExactly("fail UPSTREAM_RESET");
        assertThat(observer.decisions).containsExactly("skipped NOT_IDEMPOTENT");
        assertThat(scene.exchange().retriesExhausted).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE"})
    void whatIsIdempotentIsRepeatedEvenUnasked(String method) {
        scene.retries(Scene.notExplicit(Scene.on(2, RESET)));
        scene.begin(retrying, method).end(EmptyHttpHeaders.INSTANCE);
        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);
        scene.timer.advance(ENOUGH);

        scene.upstream.last().answers(200);

        assertThat(scene.client.events).containsExactly("head 200", "end");
    }

    @Test
    void aResponseProvesThatTheRequestArrived() {
        scene.retries(Scene.notExplicit(Scene.onStatus(503)));
        scene.begin(retrying, "POST").end(EmptyHttpHeaders.INSTANCE);

        scene.upstream.last().answers(503);

        assertThat(scene.client.events).containsExactly("head 503", "end");
        assertThat(observer.decisions).containsExactly("skipped NOT_IDEMPOTENT");
    }

    @Test
    void anyRequestIsRepeatedThatNeverLeft() {
        scene.retries(Scene.notExplicit(Scene.on(2, CONNECT_FAILURE)));
        scene.begin(retrying, "POST").end(EmptyHttpHeaders.INSTANCE);
        scene.upstream.last().fails(Outcome.CONNECTION_REFUSED);
        scene.timer.advance(ENOUGH);

        scene.upstream.last().answers(200);

        assertThat(scene.client.events).containsExactly("head 200", "end");
    }

    @Test
    void aVirtualServiceMayAskForARetryOfAnyMethod() {
        scene.retries(Scene.on(2, RESET));
        scene.begin(retrying, "POST").end(EmptyHttpHeaders.INSTANCE);
        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);
        scene.timer.advance(ENOUGH);

        scene.upstream.last().answers(200);

        assertThat(scene.client.events).containsExactly("head 200", "end");
    }

    // How often.

    @Test
    void thereAreAsManyRetriesAsThePolicySaysAndTheLastFailureIsPassedOn() {
        scene.retries(Scene.on(2, RESET, CONNECT_FAILURE)).get(retrying);
        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);
        scene.timer.advance(ENOUGH);
        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);
        scene.timer.advance(ENOUGH);

        scene.upstream.last().fails(Outcome.CONNECTION_REFUSED);

        assertThat(scene.upstream.count()).isEqualTo(3);
        assertThat(scene.client.events).containsExactly("fail CONNECTION_REFUSED");
        assertThat(scene.exchange().retriesExhausted).isTrue();
        assertThat(observer.decisions).containsExactly("retry 1 in 24", "retry 2 in 74", "skipped EXHAUSTED");
    }

    @Test
    void theLastResponseIsPassedOnWhole() {
        scene.retries(Scene.onStatus(503)).get(retrying);
        for (int retry = 1; retry <= 2; retry++) {
            scene.upstream.last().answers(503);
            scene.timer.advance(ENOUGH);
        }

        scene.upstream.last().answersHead(503);
        scene.upstream.last().sends(scene.bytes("sorry"));
        scene.upstream.last().finishes();

        assertThat(scene.client.events).containsExactly("head 503", "body sorry", "end");
        assertThat(scene.exchange().retriesExhausted).isTrue();
    }

    @Test
    void aGoodResponseAfterRetriesDoesNotCountAsExhausted() {
        scene.retries(Scene.on(1, RESET)).get(retrying);
        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);
        scene.timer.advance(ENOUGH);

        scene.upstream.last().answers(200);

        assertThat(scene.exchange().retriesExhausted).isFalse();
    }

    @Test
    void withoutRetriesNothingStandsInBetween() {
        RequestSink request = scene.retries(RetryPolicy.NONE).get(retrying);

        assertThat(request).isSameAs(scene.upstream.last());
    }

    // When.

    @Test
    void aRetryWaitsItsBackoff() {
        scene.retries(Scene.on(2, RESET)).get(retrying);
        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);

        scene.timer.advance(23);
        assertThat(scene.upstream.count()).isEqualTo(1);
        scene.timer.advance(1);

        assertThat(scene.upstream.count()).isEqualTo(2);
        scene.upstream.last().answers(200);
    }

    @Test
    void aWaitBeyondTheDeadlineIsNotBegun() {
        RequestSink request = scene.timeout(100).retries(Scene.on(2, RESET)).begin(retrying, "GET");
        request.end(EmptyHttpHeaders.INSTANCE);
        scene.timer.advance(76);

        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);

        assertThat(scene.client.events).containsExactly("fail UPSTREAM_RESET");
        assertThat(observer.decisions).containsExactly("skipped DEADLINE");
        assertThat(scene.exchange().retriesExhausted).isFalse();
    }

    @Test
    void aWaitWithinTheDeadlineIs() {
        RequestSink request = scene.timeout(100).retries(Scene.on(2, RESET)).begin(retrying, "GET");
        request.end(EmptyHttpHeaders.INSTANCE);
        scene.timer.advance(75);
        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);

        scene.timer.advance(24);
        scene.upstream.last().answers(200);

        assertThat(scene.client.events).containsExactly("head 200", "end");
    }

    // What is given up.

    @Test
    void aRefusedResponseIsReadToItsEndSoThatTheConnectionIsKept() {
        scene.retries(Scene.onStatus(503)).get(retrying);
        scene.upstream.last().answersHead(503);
        scene.upstream.last().sends(scene.bytes("sorry"));
        scene.upstream.last().finishes();

        scene.timer.advance(ENOUGH);
        scene.upstream.last().answers(200);

        assertThat(scene.upstream.attempt(1).isAborted()).isFalse();
        assertThat(scene.client.events).containsExactly("head 200", "end");
    }

    @Test
    void aRefusedResponseThatTakesLongerThanTheWaitIsAborted() {
        scene.retries(Scene.onStatus(503)).get(retrying);
        scene.upstream.last().answersHead(503);

        scene.timer.advance(ENOUGH);

        assertThat(scene.upstream.attempt(1).aborted).isEqualTo(Outcome.COMPLETED);
        scene.upstream.last().answers(200);
    }

    @Test
    void aRefusedResponseThatIsLongIsAborted() {
        scene.retries(Scene.onStatus(503)).get(retrying);
        scene.upstream.last().answersHead(503);

        scene.upstream.last().sends(scene.bytes("x".repeat(64 * 1024 + 1)));

        assertThat(scene.upstream.attempt(1).isAborted()).isTrue();
        scene.timer.advance(ENOUGH);
        scene.upstream.last().answers(200);
    }

    @Test
    void aRefusedResponseThatBreaksOffChangesNothing() {
        scene.retries(Scene.onStatus(503)).get(retrying);
        scene.upstream.last().answersHead(503);
        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);

        scene.timer.advance(ENOUGH);
        scene.upstream.last().answers(200);

        assertThat(scene.upstream.count()).isEqualTo(2);
        assertThat(scene.client.events).containsExactly("head 200", "end");
    }

    @Test
    void whatAGivenUpTrySaysLateIsUnseenAndReleased() {
        scene.retries(Scene.onStatus(503)).get(retrying);
        ScriptedTry first = scene.upstream.last();
        first.answersHead(503);
        scene.timer.advance(ENOUGH);

        first.sends(scene.bytes("late"));
        first.becomesWritable();
        first.informs(103);
        first.finishes();
        first.fails(Outcome.UPSTREAM_RESET);
        scene.upstream.last().answers(200);

        assertThat(scene.client.events).containsExactly("head 200", "end");
        assertThat(scene.client.writableCalls).isZero();
    }

    @Test
    void aClientThatLeavesDuringATryAbortsIt() {
        RequestSink request = scene.retries(Scene.on(2, RESET)).get(retrying);

        request.abort(Outcome.CLIENT_GONE);

        assertThat(scene.upstream.last().aborted).isEqualTo(Outcome.CLIENT_GONE);
        assertThat(scene.client.events).isEmpty();
    }

    @Test
    void aClientThatLeavesDuringTheWaitEndsIt() {
        RequestSink request = scene.retries(Scene.onStatus(503)).get(retrying);
        scene.upstream.last().answersHead(503);

        request.abort(Outcome.CLIENT_GONE);
        scene.timer.advance(ENOUGH);

        assertThat(scene.upstream.count()).isEqualTo(1);
        assertThat(scene.upstream.last().aborted).isEqualTo(Outcome.CLIENT_GONE);
        assertThat(scene.client.events).isEmpty();
    }

    @Test
    void leavingAfterTheEndDoesNoHarm() {
        RequestSink request = scene.retries(Scene.on(1, RESET)).get(retrying);
        scene.upstream.last().fails(Outcome.CLIENT_MALFORMED);

        request.abort(Outcome.CLIENT_GONE);

        assertThat(scene.client.events).containsExactly("fail CLIENT_MALFORMED");
        assertThat(scene.upstream.last().isAborted()).isFalse();
    }

    @Test
    void aNegativeReplayLimitIsRefused() {
        assertThatThrownBy(
                        () -> new RetryingForwarder(scene.upstream, scene.timer, RetryObserver.NONE, scene.loads, -1))
                .hasMessage("replayLimit: -1 (expected: >= 0)");
    }
}
