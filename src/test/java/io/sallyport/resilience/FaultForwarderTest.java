package io.sallyport.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.policy.FaultPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FaultForwarderTest {

    private static final FaultPolicy.Delay DELAY = new FaultPolicy.Delay(Duration.ofMillis(400), 50);
    private static final FaultPolicy.Abort ABORT = new FaultPolicy.Abort(418, null, 50);

    private final Scene scene = new Scene();
    private int drawn;
    private final FaultForwarder faults = new FaultForwarder(scene.upstream, scene.timer, bound -> drawn);

    @AfterEach
    void nothingLeaksAndNoClockRuns() {
        assertThat(scene.held()).as("bytes not released").isZero();
        assertThat(scene.timer.isIdle()).as("no clock runs").isTrue();
    }

    @Test
    void aDelayHoldsTheRequestAndItsBodyBack() {
        scene.treatment(new FaultPolicy(DELAY, null), List.of());
        RequestSink request = scene.begin(faults, "POST");
        request.body(scene.bytes("hello"));
        assertThat(request.isWritable()).isFalse();
        request.end(EmptyHttpHeaders.INSTANCE);
        request.flush();

        scene.timer.advance(399);
        assertThat(scene.upstream.count()).isZero();
        scene.timer.advance(1);
        scene.upstream.last().answers(200);

        assertThat(scene.upstream.last().received()).isEqualTo("hello");
        assertThat(scene.client.events).startsWith("head 200");
        assertThat(scene.exchange().delayInjected).isTrue();
    }

    @Test
    void anAbortAnswersWithoutAnUpstream() {
        scene.treatment(new FaultPolicy(null, ABORT), List.of());

        scene.get(faults);

        assertThat(scene.client.events).containsExactly("head 418", "body fault filter abort", "end");
        assertThat(scene.upstream.count()).isZero();
        assertThat(scene.exchange().abortInjected).isTrue();
    }

    @Test
    void anAbortWaitsForTheRequestsEndAndForItsDelay() {
        scene.treatment(new FaultPolicy(DELAY, ABORT), List.of());
        RequestSink request = scene.begin(faults, "POST");

        request.body(scene.bytes("dropped"));
        request.flush();
        scene.timer.advance(400);
        assertThat(scene.client.events).isEmpty();
        request.end(EmptyHttpHeaders.INSTANCE);
        request.flush();

        assertThat(scene.client.events).startsWith("head 418");
    }

    @Test
    void aShareIsDrawn() {
        scene.treatment(new FaultPolicy(null, ABORT), List.of());

        drawn = 499_999;
        scene.get(faults);
        assertThat(scene.upstream.count()).isZero();
        drawn = 500_000;
        scene.get(faults);

        assertThat(scene.upstream.count()).isEqualTo(1);
    }

    @Test
    void aClientThatGoesAwayWhileItWaitsLeavesNothingBehind() {
        scene.treatment(new FaultPolicy(DELAY, null), List.of());
        RequestSink request = scene.begin(faults, "POST");
        request.body(scene.bytes("hello"));

        request.abort(Outcome.CLIENT_GONE);
        scene.timer.advance(1000);

        assertThat(scene.upstream.count()).isZero();
    }

    @Test
    void aRouteWithoutFaultsIsPassedOn() {
        scene.get(faults);

        assertThat(scene.upstream.count()).isEqualTo(1);
    }
}
