package io.sallyport.resilience;

import static io.sallyport.policy.RetryCondition.CONNECT_FAILURE;
import static io.sallyport.policy.RetryCondition.RESET;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.policy.RetryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What becomes of the request's body, and of the reins, when there is more than one try. */
class ReplayTest {

    private static final long ENOUGH = 1000;
    private static final int LIMIT = 16;
    private static final RetryPolicy TWICE = Scene.on(2, RESET, CONNECT_FAILURE);

    private final Scene scene = new Scene().retries(TWICE);
    private final RecordingObserver observer = new RecordingObserver();
    private final RetryingForwarder retrying = new RetryingForwarder(
            scene.upstream, scene.timer, observer, scene.loads, LIMIT, scene.timer::nanos, bound -> bound - 1);
    private final RequestSink request = scene.begin(retrying, "POST");

    @AfterEach
    void nothingLeaks() {
        request.abort(Outcome.CLIENT_GONE);
        assertThat(scene.held()).as("bytes not released").isZero();
        assertThat(scene.timer.isIdle()).as("no clock runs").isTrue();
    }

    @Test
    void aBodyIsRepeatedWholeAndEnded() {
        send("hello ");
        send("world");
        end();
        failAndWait();

        assertThat(scene.upstream.last().received()).isEqualTo("hello world");
        assertThat(scene.upstream.last().ends).isEqualTo(1);
        assertThat(scene.upstream.last().flushes).isEqualTo(1);
    }

    @Test
    void theLastTryGetsItWholeToo() {
        send("hello");
        end();
        failAndWait();
        failAndWait();

        assertThat(scene.upstream.count()).isEqualTo(3);
        assertThat(scene.upstream.last().received()).isEqualTo("hello");
    }

    @Test
    void aBodyThatIsStillComingGoesOnInTheNextTry() {
        send("before ");
        failAndWait();
        assertThat(scene.upstream.last().ends).isZero();

        send("after");
        end();

        assertThat(scene.upstream.last().received()).isEqualTo("before after");
        assertThat(scene.upstream.last().ends).isEqualTo(1);
    }

    @Test
    void whatComesDuringTheWaitGoesToTheNextTry() {
        send("one ");
        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);
        send("two");
        end();

        scene.timer.advance(ENOUGH);

        assertThat(scene.upstream.attempt(1).received()).isEqualTo("one ");
        assertThat(scene.upstream.last().received()).isEqualTo("one two");
        assertThat(scene.upstream.last().ends).isEqualTo(1);
    }

    @Test
    void aBodyAsLongAsTheLimitIsRepeated() {
        send("x".repeat(LIMIT));
        end();
        failAndWait();

        assertThat(scene.upstream.last().received()).hasSize(LIMIT);
    }

    @Test
    void aLongerBodyIsNot() {
        send("x".repeat(LIMIT));
        send("x");
        end();

        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);

        assertThat(scene.client.events).containsExactly("fail UPSTREAM_RESET");
        assertThat(observer.decisions).containsExactly("skipped BODY_TOO_LARGE");
        assertThat(scene.exchange().retriesExhausted).isFalse();
    }

    @Test
    void aLongerBodyIsNotKept() {
        send("x".repeat(LIMIT));
        assertThat(scene.held()).isPositive();

        send("x");

        assertThat(scene.held()).isZero();
        assertThat(scene.upstream.last().received()).hasSize(LIMIT + 1);
    }

    @Test
    void whatBecameTooLongDuringTheWaitIsSentOnceMoreAndNoMore() {
        send("x".repeat(LIMIT));
        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);
        send("y");
        scene.timer.advance(ENOUGH);
        assertThat(scene.upstream.last().received()).isEqualTo("x".repeat(LIMIT) + "y");
        assertThat(scene.held()).isZero();

        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);

        assertThat(observer.decisions).containsExactly("retry 1 in 24", "skipped BODY_TOO_LARGE");
    }

    @Test
    void nothingIsKeptOnceAResponseBegan() {
        send("hello");

        scene.upstream.last().answersHead(200);
        assertThat(scene.held()).isZero();
        send("more");

        assertThat(scene.held()).isZero();
        assertThat(scene.upstream.last().received()).isEqualTo("hellomore");
    }

    @Test
    void nothingIsKeptWhenTheFirstTryAnswersAtOnce() {
        scene.upstream.atOnce(below -> below.answersHead(200));
        RequestSink answered = scene.begin(
                new RetryingForwarder(scene.upstream, scene.timer, RetryObserver.NONE, scene.loads, LIMIT), "POST");

        answered.body(scene.bytes("hello"));

        assertThat(scene.held()).isZero();
        assertThat(scene.upstream.last().received()).isEqualTo("hello");
    }

    @Test
    void nothingIsKeptForTheLastTry() {
        send("hello");
        failAndWait();
        failAndWait();
        send("more");

        assertThat(scene.held()).isZero();
        assertThat(scene.upstream.last().received()).isEqualTo("hellomore");
    }

    @Test
    void nothingIsKeptAfterAFailure() {
        send("hello");

        scene.upstream.last().fails(Outcome.CLIENT_MALFORMED);

        assertThat(scene.held()).isZero();
    }

    @Test
    void bodyAfterAFailureIsReleased() {
        scene.upstream.last().fails(Outcome.CLIENT_MALFORMED);
        ByteBuf late = scene.bytes("late");

        request.body(late);
        end();
        request.flush();

        assertThat(late.refCnt()).isZero();
        assertThat(scene.upstream.last().received()).isEmpty();
    }

    @Test
    void bodyAfterAnAbortIsReleased() {
        request.abort(Outcome.CLIENT_GONE);
        ByteBuf late = scene.bytes("late");

        request.body(late);

        assertThat(late.refCnt()).isZero();
    }

    @Test
    void anAbortDuringTheWaitReleasesWhatWasKept() {
        send("hello");
        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);
        assertThat(scene.held()).isPositive();

        request.abort(Outcome.CLIENT_GONE);

        assertThat(scene.held()).isZero();
    }

    @Test
    void aResponseBeforeTheBodysEndLetsTheRestThrough() {
        scene.upstream.last().answers(413);

        send("rest");
        end();

        assertThat(scene.upstream.last().received()).isEqualTo("rest");
        assertThat(scene.upstream.last().ends).isEqualTo(1);
    }

    @Test
    void aClientThatLeavesAfterAnEarlyResponseReachesTheUpstream() {
        scene.upstream.last().answers(413);

        request.abort(Outcome.CLIENT_GONE);

        assertThat(scene.upstream.last().aborted).isEqualTo(Outcome.CLIENT_GONE);
    }

    @Test
    void aTryRefusedBeforeTheBodysEndIsAbortedAtOnce() {
        Scene refusing = new Scene().retries(Scene.onStatus(503));
        RequestSink upload = refusing.begin(
                new RetryingForwarder(
                        refusing.upstream,
                        refusing.timer,
                        observer,
                        refusing.loads,
                        LIMIT,
                        refusing.timer::nanos,
                        bound -> 0),
                "PUT");

        refusing.upstream.last().answersHead(503);

        assertThat(refusing.upstream.last().isAborted()).isTrue();
        upload.abort(Outcome.CLIENT_GONE);
    }

    @Test
    void aTryThatAnswersAtOnceStillGetsTheBody() {
        send("hello");
        end();
        scene.upstream.atOnce(below -> below.answersHead(200));
        failAndWait();

        assertThat(scene.upstream.last().received()).isEqualTo("hello");
        assertThat(scene.held()).isZero();
    }

    @Test
    void aTryThatBreaksWhileItIsGivenTheBodyIsFollowedByTheNext() {
        send("hello");
        end();
        scene.upstream.atOnce(below -> below.onEnd = () -> below.fails(Outcome.UPSTREAM_RESET));
        failAndWait();

        assertThat(scene.upstream.count()).isEqualTo(3);
        assertThat(scene.upstream.last().received()).isEqualTo("hello");
        assertThat(scene.upstream.last().ends).isEqualTo(1);
    }

    // The reins.

    @Test
    void theUpstreamsBackpressureReachesTheClient() {
        scene.upstream.last().writable = false;
        assertThat(request.isWritable()).isFalse();

        scene.upstream.last().becomesWritable();

        assertThat(request.isWritable()).isTrue();
        assertThat(scene.client.writableCalls).isEqualTo(1);
    }

    @Test
    void duringTheWaitNoMoreIsAskedForThanIsKept() {
        send("x".repeat(LIMIT - 1));
        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);
        assertThat(request.isWritable()).isTrue();

        send("x");

        assertThat(request.isWritable()).isFalse();
    }

    @Test
    void aClientHeldBackByOneTryIsLetOnByTheNext() {
        scene.upstream.last().writable = false;
        assertThat(request.isWritable()).isFalse();

        failAndWait();

        assertThat(scene.client.writableCalls).isEqualTo(1);
    }

    @Test
    void aClientHeldBackStaysSoWhileTheNextTryIsNotReady() {
        scene.upstream.last().writable = false;
        assertThat(request.isWritable()).isFalse();
        scene.upstream.atOnce(below -> below.writable = false);
        failAndWait();
        assertThat(scene.client.writableCalls).isZero();

        scene.upstream.last().becomesWritable();

        assertThat(scene.client.writableCalls).isEqualTo(1);
    }

    @Test
    void whatTheClientSendsWhenLetOnComesAfterTheRepetition() {
        send("one ");
        scene.upstream.last().writable = false;
        assertThat(request.isWritable()).isFalse();
        scene.client.onWritable = () -> {
            send("two");
            end();
        };

        failAndWait();

        assertThat(scene.upstream.last().received()).isEqualTo("one two");
        assertThat(scene.upstream.last().ends).isEqualTo(1);
    }

    @Test
    void whatTheClientSendsBeforeATryIsReadyComesAfterTheRepetition() {
        send("one ");
        scene.client.onWritable = () -> {
            send("two");
            end();
        };
        scene.upstream.atOnce(ScriptedTry::becomesWritable);

        failAndWait();

        assertThat(scene.upstream.last().received()).isEqualTo("one two");
        assertThat(scene.upstream.last().ends).isEqualTo(1);
    }

    @Test
    void aClientThatLeavesWhileATryBeginsAbortsIt() {
        scene.upstream.atOnce(below -> request.abort(Outcome.CLIENT_GONE));

        failAndWait();

        assertThat(scene.upstream.last().aborted).isEqualTo(Outcome.CLIENT_GONE);
    }

    @Test
    void aSlowClientHoldsBackTheNextTryToo() {
        request.readResponse(false);

        failAndWait();
        assertThat(scene.upstream.last().reading).isFalse();
        request.readResponse(true);

        assertThat(scene.upstream.last().reading).isTrue();
    }

    @Test
    void aFlushDuringTheWaitDoesNoHarm() {
        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);

        request.flush();
        scene.timer.advance(ENOUGH);

        assertThat(scene.upstream.last().flushes).isEqualTo(1);
    }

    private void send(String text) {
        request.body(scene.bytes(text));
    }

    private void end() {
        request.end(EmptyHttpHeaders.INSTANCE);
    }

    private void failAndWait() {
        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);
        scene.timer.advance(ENOUGH);
    }
}
