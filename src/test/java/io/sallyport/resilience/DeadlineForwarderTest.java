package io.sallyport.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DeadlineForwarderTest {

    private final Scene scene = new Scene().timeout(3000);
    private final DeadlineForwarder deadline = new DeadlineForwarder(scene.upstream, scene.timer);

    @AfterEach
    void nothingLeaksAndNoClockRuns() {
        assertThat(scene.held()).as("bytes not released").isZero();
        assertThat(scene.timer.isIdle()).as("no clock runs").isTrue();
    }

    @Test
    void anUpstreamThatDoesNotAnswerEndsInARequestTimeout() {
        scene.get(deadline);

        scene.timer.advance(2999);
        assertThat(scene.client.events).isEmpty();
        scene.timer.advance(1);

        assertThat(scene.client.failure).isEqualTo(new Failure(Outcome.REQUEST_TIMEOUT, "timeout of 3000 ms"));
    }

    @Test
    void whatIsBelowIsAbortedForTheSameReason() {
        scene.get(deadline);

        scene.timer.advance(3000);

        assertThat(scene.upstream.last().aborted).isEqualTo(Outcome.REQUEST_TIMEOUT);
    }

    @Test
    void aResponseThatIsNotWholeInTimeIsCut() {
        scene.get(deadline);
        scene.upstream.last().answersHead(200);
        scene.upstream.last().sends(scene.bytes("half"));

        scene.timer.advance(3000);

        assertThat(scene.client.events).containsExactly("head 200", "body half", "fail REQUEST_TIMEOUT");
    }

    @Test
    void aSwitchOfProtocolsStopsTheClock() {
        scene.get(deadline);
        scene.upstream.last().answersHead(101);

        scene.timer.advance(10_000);
        scene.upstream.last().sends(scene.bytes("late"));
        scene.upstream.last().finishes();

        assertThat(scene.client.events).containsExactly("head 101", "body late", "end");
    }

    @Test
    void aWholeResponseStopsTheClock() {
        scene.get(deadline);
        scene.upstream.last().answers(200);

        scene.timer.advance(10_000);

        assertThat(scene.client.events).containsExactly("head 200", "end");
    }

    @Test
    void aFailureStopsTheClock() {
        scene.get(deadline);
        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);

        scene.timer.advance(10_000);

        assertThat(scene.client.events).containsExactly("fail UPSTREAM_RESET");
    }

    @Test
    void aSlowUploadIsNotCharged() {
        RequestSink request = scene.begin(deadline, "POST");
        request.body(scene.bytes("slow"));
        scene.timer.advance(60_000);
        assertThat(scene.client.events).isEmpty();
        request.end(EmptyHttpHeaders.INSTANCE);

        scene.timer.advance(2999);
        assertThat(scene.client.events).isEmpty();
        scene.timer.advance(1);

        assertThat(scene.client.events).containsExactly("fail REQUEST_TIMEOUT");
    }

    @Test
    void aResponseBeforeTheRequestsEndNeedsNoClock() {
        RequestSink request = scene.begin(deadline, "POST");
        scene.upstream.last().answers(413);

        request.end(EmptyHttpHeaders.INSTANCE);

        assertThat(scene.timer.isIdle()).isTrue();
        assertThat(scene.client.events).containsExactly("head 413", "end");
    }

    @Test
    void anAnswerWithinTheRequestsEndStopsTheClock() {
        RequestSink request = scene.begin(deadline, "POST");
        scene.upstream.last().onEnd = () -> scene.upstream.last().answers(200);

        request.end(EmptyHttpHeaders.INSTANCE);

        assertThat(scene.timer.isIdle()).isTrue();
        assertThat(scene.client.events).containsExactly("head 200", "end");
    }

    @Test
    void whatComesAfterTheCutIsReleasedAndUnseen() {
        RequestSink request = scene.get(deadline);
        scene.timer.advance(3000);

        scene.upstream.last().answersHead(200);
        scene.upstream.last().sends(scene.bytes("late"));
        scene.upstream.last().finishes();
        request.body(scene.bytes("late"));
        request.abort(Outcome.CLIENT_GONE);

        assertThat(scene.client.events).containsExactly("fail REQUEST_TIMEOUT");
        assertThat(scene.upstream.last().received()).isEmpty();
    }

    @Test
    void aClientThatLeavesStopsTheClockAndTheUpstream() {
        RequestSink request = scene.get(deadline);

        request.abort(Outcome.CLIENT_GONE);
        scene.timer.advance(10_000);

        assertThat(scene.upstream.last().aborted).isEqualTo(Outcome.CLIENT_GONE);
        assertThat(scene.client.events).isEmpty();
    }

    @Test
    void withoutTimeoutNothingStandsInBetween() {
        Scene unbounded = new Scene();

        RequestSink request = unbounded.get(new DeadlineForwarder(unbounded.upstream, unbounded.timer));

        assertThat(request).isSameAs(unbounded.upstream.last());
        assertThat(unbounded.timer.isIdle()).isTrue();
    }

    @Test
    void theReinsReachTheUpstream() {
        RequestSink request = scene.begin(deadline, "POST");
        ScriptedTry below = scene.upstream.last();
        below.writable = false;

        assertThat(request.isWritable()).isFalse();
        request.readResponse(false);
        request.flush();
        below.becomesWritable();
        request.abort(Outcome.CLIENT_GONE);

        assertThat(below.reading).isFalse();
        assertThat(below.flushes).isEqualTo(1);
        assertThat(scene.client.writableCalls).isEqualTo(1);
    }

    // A gRPC server that knows how long it has.

    @Test
    void aServerThatGaveUpByItsOwnClockRanIntoTheSameTimeout() {
        RequestSink request = callOfGrpc();
        scene.timer.advance(3000);

        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);
        request.abort(Outcome.CLIENT_GONE);

        assertThat(scene.client.failure).isEqualTo(new Failure(Outcome.REQUEST_TIMEOUT, "timeout of 3000 ms"));
    }

    @Test
    void oneThatResetsBeforeItsTimeIsOverBroke() {
        callOfGrpc();
        scene.timer.advance(2999);

        scene.upstream.last().fails(Outcome.UPSTREAM_RESET);

        assertThat(scene.client.events).containsExactly("fail UPSTREAM_RESET");
    }

    @Test
    void whatFailedOtherwiseKeepsItsNameThoughTheTimeIsOver() {
        callOfGrpc();
        scene.timer.advance(3000);

        scene.upstream.last().fails(Outcome.CONNECTION_REFUSED);

        assertThat(scene.client.events).containsExactly("fail CONNECTION_REFUSED");
    }

    /** Its request is not yet whole, so that our own clock does not run while the server's does. */
    private RequestSink callOfGrpc() {
        return scene.begin(
                new DeadlineForwarder(scene.upstream, scene.timer, scene.timer::nanos),
                "POST",
                "content-type",
                "application/grpc");
    }
}
