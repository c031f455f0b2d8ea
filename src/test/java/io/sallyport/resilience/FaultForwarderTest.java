package io.sallyport.resilience;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.policy.FaultPolicy;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

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
    void anAbortAnswersBeforeTheRequestsBodyHasCome() {
        scene.treatment(new FaultPolicy(null, ABORT), List.of());

        RequestSink request = scene.begin(faults, "POST");
        assertThat(scene.client.events).containsExactly("head 418", "body fault filter abort", "end");
        request.body(scene.bytes("dropped"));
        request.flush();
        request.end(EmptyHttpHeaders.INSTANCE);

        assertThat(scene.upstream.count()).isZero();
    }

    @Test
    void anAbortWithADelayTakesNoBodyMeanwhileAndAnswersThen() {
        scene.treatment(new FaultPolicy(DELAY, ABORT), List.of());
        RequestSink request = scene.begin(faults, "POST");
        request.body(scene.bytes("dropped"));
        request.flush();

        assertThat(request.isWritable()).isFalse();
        assertThat(scene.client.events).isEmpty();
        scene.timer.advance(400);

        assertThat(scene.client.events).startsWith("head 418");
    }

    @ParameterizedTest
    @CsvSource({
        "application/grpc, 400, 13",
        "application/grpc+proto, 401, 16",
        "application/grpc, 403, 7",
        "application/grpc, 404, 12",
        "application/grpc, 429, 14",
        "application/grpc, 503, 14",
        "application/grpc, 418, 2"
    })
    void whoCallsByGrpcIsToldByGrpc(String contentType, int status, String grpcStatus) {
        scene.treatment(new FaultPolicy(null, new FaultPolicy.Abort(status, null, 100)), List.of());

        scene.begin(faults, "POST", HttpHeaderNames.CONTENT_TYPE, contentType);

        assertThat(scene.client.events).containsExactly("head 200", "end");
        assertThat(scene.client.head().get("grpc-status")).isEqualTo(grpcStatus);
        assertThat(scene.client.head().get("grpc-message")).isEqualTo("fault filter abort");
    }

    @ParameterizedTest
    @ValueSource(strings = {"application/grpc-web", "application/grpc-web+proto", "application/json"})
    void whoDoesNotIsToldByHttp(String contentType) {
        FaultPolicy.Abort unavailable = new FaultPolicy.Abort(503, 14, 100);
        scene.treatment(new FaultPolicy(null, unavailable), List.of());

        scene.begin(faults, "POST", HttpHeaderNames.CONTENT_TYPE, contentType);

        assertThat(scene.client.events).startsWith("head 503");
    }

    @Test
    void aBodyThatWaitedIsDroppedWhereTheRequestFailsAtOnce() {
        scene.treatment(new FaultPolicy(DELAY, null), List.of());
        scene.upstream.atOnce(attempt -> attempt.fails(Outcome.NO_HEALTHY_ENDPOINT));
        RequestSink request = scene.begin(faults, "POST");
        request.body(scene.bytes("hello"));
        request.end(EmptyHttpHeaders.INSTANCE);
        request.flush();

        scene.timer.advance(400);

        assertThat(scene.client.events).containsExactly("fail NO_HEALTHY_ENDPOINT");
        assertThat(scene.upstream.last().received()).isEmpty();
        assertThat(scene.upstream.last().ends).isZero();
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
