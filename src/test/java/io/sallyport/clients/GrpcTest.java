package io.sallyport.clients;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.sallyport.e2e.RunningGateway;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.telemetry.MetricsObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** grpc-java whose channel leads to us, as a gateway of HTTP/2 without TLS; the host is the channel's authority. */
class GrpcTest {

    private static final String HOST = "bank.example:50051";

    // Each kind of call.

    @Test
    void oneMessageAndItsAnswer() throws Exception {
        try (TextServer server = TextServer.start();
                RunningGateway running = RunningGateway.of(yaml(server, ""));
                Channel channel = Channel.to(running, HOST)) {
            assertThat(channel.get("EUR")).isEqualTo("rate of EUR");

            Exchange exchange = running.ended();
            assertThat(exchange.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(exchange.protocol).isEqualTo("HTTP/2");
            assertThat(exchange.grpcStatus).isEqualTo("0");
        }
    }

    @Test
    void aServersStreamComesWholeAndInOrder() throws Exception {
        try (TextServer server = TextServer.start();
                RunningGateway running = RunningGateway.of(yaml(server, ""));
                Channel channel = Channel.to(running, HOST)) {
            List<String> rates = new ArrayList<>();
            ClientCalls.blockingServerStreamingCall(channel.channel(), TextCalls.LIST, CallOptions.DEFAULT, "10000")
                    .forEachRemaining(rates::add);

            assertThat(rates)
                    .isEqualTo(IntStream.rangeClosed(1, 10_000)
                            .mapToObj(number -> "rate " + number)
                            .toList());
            assertThat(running.ended().responseMessages).isEqualTo(10_000);
        }
    }

    @Test
    void aClientsStreamArrivesWholeAndInOrder() throws Exception {
        List<String> sent =
                IntStream.range(0, 10_000).mapToObj(Integer::toString).toList();
        try (TextServer server = TextServer.start();
                RunningGateway running = RunningGateway.of(yaml(server, ""));
                Channel channel = Channel.to(running, HOST)) {
            Replies replies = new Replies();
            StreamObserver<String> requests = ClientCalls.asyncClientStreamingCall(
                    channel.channel().newCall(TextCalls.COLLECT, CallOptions.DEFAULT), replies);
            sent.forEach(requests::onNext);
            requests.onCompleted();

            assertThat(replies.next()).isEqualTo(String.join(" ", sent));
            assertThat(replies.end()).isEqualTo(Status.OK);
            assertThat(running.ended().requestMessages).isEqualTo(10_000);
        }
    }

    @Test
    void bothSidesTalkInTurnsWhileTheCallIsOpen() throws Exception {
        try (TextServer server = TextServer.start();
                RunningGateway running = RunningGateway.of(yaml(server, ""));
                Channel channel = Channel.to(running, HOST)) {
            Replies replies = new Replies();
            StreamObserver<String> requests = ClientCalls.asyncBidiStreamingCall(
                    channel.channel().newCall(TextCalls.CONVERSE, CallOptions.DEFAULT), replies);
            for (int turn = 0; turn < 100; turn++) {
                requests.onNext("question " + turn);
                assertThat(replies.next()).isEqualTo("re: question " + turn);
            }
            assertThat(replies.isEnded())
                    .as("before the caller said it was done")
                    .isFalse();
            requests.onCompleted();

            assertThat(replies.end()).isEqualTo(Status.OK);
            assertThat(replies.rest()).isEmpty();
            assertThat(running.ended().outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @Test
    void manyCallsShareOneConnection() throws Exception {
        try (TextServer server = TextServer.start();
                RunningGateway running = RunningGateway.of(yaml(server, ""));
                Channel channel = Channel.to(running, HOST)) {
            List<Replies> all = new ArrayList<>();
            for (int call = 0; call < 200; call++) {
                Replies replies = new Replies();
                ClientCalls.asyncUnaryCall(
                        channel.channel().newCall(TextCalls.GET, CallOptions.DEFAULT), "c" + call, replies);
                all.add(replies);
            }
            for (int call = 0; call < 200; call++) {
                assertThat(all.get(call).next()).isEqualTo("rate of c" + call);
                assertThat(all.get(call).end()).isEqualTo(Status.OK);
            }
        }
    }

    // Deadlines.

    @Test
    void theCallersDeadlineIsPassedOnAndItsEndEndsTheCallEverywhere() throws Exception {
        try (TextServer server = TextServer.start();
                RunningGateway running = RunningGateway.of(yaml(server, "timeout: 30s"));
                Channel channel = Channel.to(running, HOST)) {
            channel.get("a connection");
            StatusRuntimeException failure = channel.fails(
                    TextServer.SILENCE, CallOptions.DEFAULT.withDeadlineAfter(500, TimeUnit.MILLISECONDS));

            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(server.deadlineMillis()).isBetween(1L, 500L);
            server.awaitCancelled();
            running.ended();
            assertThat(running.ended().outcome())
                    .as("whoever of both saw it first")
                    .isIn(Outcome.REQUEST_TIMEOUT, Outcome.CLIENT_GONE);
        }
    }

    @Test
    void theRoutesShorterTimeoutIsToldAsDeadlineExceeded() throws Exception {
        try (TextServer server = TextServer.start();
                RunningGateway running = RunningGateway.of(yaml(server, "timeout: 300ms"));
                Channel channel = Channel.to(running, HOST)) {
            StatusRuntimeException failure =
                    channel.fails(TextServer.SILENCE, CallOptions.DEFAULT.withDeadlineAfter(20, TimeUnit.SECONDS));

            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.DEADLINE_EXCEEDED);
            assertThat(failure.getStatus().getDescription()).endsWith("timeout of 300 ms");
            assertThat(server.deadlineMillis()).as("what the server is told").isBetween(1L, 300L);
            server.awaitCancelled();
            Exchange exchange = running.ended();
            assertThat(exchange.outcome()).isEqualTo(Outcome.REQUEST_TIMEOUT);
            assertThat(exchange.detail()).isEqualTo("timeout of 300 ms");
        }
    }

    // Retries.

    @Test
    void anUnavailableServerIsAskedAgainUntilItAnswers() throws Exception {
        try (TextServer server = TextServer.start().unavailableFor(2);
                RunningGateway running =
                        RunningGateway.of(yaml(server, "retries: {attempts: 3, retryOn: unavailable}"));
                Channel channel = Channel.to(running, HOST)) {
            assertThat(channel.get("EUR")).isEqualTo("rate of EUR");

            assertThat(server.calls()).isEqualTo(3);
            assertThat(running.ended().attempts()).hasSize(3);
        }
    }

    @Test
    void itsLastWordComesThroughOnceTheTriesAreUsedUp() throws Exception {
        try (TextServer server = TextServer.start().unavailableFor(9);
                RunningGateway running =
                        RunningGateway.of(yaml(server, "retries: {attempts: 2, retryOn: unavailable}"));
                Channel channel = Channel.to(running, HOST)) {
            StatusRuntimeException failure = channel.fails("EUR", CallOptions.DEFAULT);

            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(failure.getStatus().getDescription()).isEqualTo("not yet, \u00e9t\u00e9 100%");
            assertThat(server.calls()).isEqualTo(3);
        }
    }

    @Test
    void withoutThatConditionItIsAskedOnce() throws Exception {
        try (TextServer server = TextServer.start().unavailableFor(9);
                RunningGateway running =
                        RunningGateway.of(yaml(server, "retries: {attempts: 2, retryOn: resource-exhausted}"));
                Channel channel = Channel.to(running, HOST)) {
            assertThat(channel.fails("EUR", CallOptions.DEFAULT).getStatus().getCode())
                    .isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(server.calls()).isOne();
        }
    }

    // What is told.

    @Test
    void aHostThatIsNotListedIsDeniedWithTheReason() throws Exception {
        try (TextServer server = TextServer.start();
                RunningGateway running = RunningGateway.of(yaml(server, ""));
                Channel channel = Channel.to(running, "other.example:50051")) {
            StatusRuntimeException failure = channel.fails("EUR", CallOptions.DEFAULT);

            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.PERMISSION_DENIED);
            assertThat(failure.getStatus().getDescription()).contains("other.example");
            Metadata trailers = Status.trailersFromThrowable(failure);
            assertThat(trailers).isNotNull();
            assertThat(trailers.get(Metadata.Key.of("proxy-status", Metadata.ASCII_STRING_MARSHALLER)))
                    .contains("error=http_request_denied");
            assertThat(running.ended().detail()).isEqualTo("host-not-listed");
            assertThat(server.calls()).isZero();
        }
    }

    @Test
    void aServerThatIsGoneIsToldAsUnavailable() throws Exception {
        String yaml;
        try (TextServer server = TextServer.start()) {
            yaml = yaml(server, "");
        }
        try (RunningGateway running = RunningGateway.of(yaml);
                Channel channel = Channel.to(running, HOST)) {
            StatusRuntimeException failure = channel.fails("EUR", CallOptions.DEFAULT);

            assertThat(failure.getStatus().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
            assertThat(running.ended().outcome()).isEqualTo(Outcome.CONNECTION_REFUSED);
        }
    }

    @Test
    void metricsHaveTheCallsStatusAndItsProtocol() throws Exception {
        PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (TextServer server = TextServer.start().unavailableFor(1);
                RunningGateway running =
                        RunningGateway.of(yaml(server, "")).observedBy(new MetricsObserver(registry, "test"));
                Channel channel = Channel.to(running, HOST)) {
            channel.fails("EUR", CallOptions.DEFAULT);
            channel.get("EUR");
            running.ended();
            running.ended();
        }

        assertThat(registry.scrape().lines().filter(line -> line.startsWith("istio_requests_total{")))
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("request_protocol=\"grpc\"")
                        .contains("response_code=\"200\"")
                        .contains("destination_service=\"bank.example\"")
                        .endsWith(" 1.0"))
                .anySatisfy(line -> assertThat(line).contains("grpc_response_status=\"14\""))
                .anySatisfy(line -> assertThat(line).contains("grpc_response_status=\"0\""));
    }

    /** Our address in the channel's target, the host in its authority. */
    private record Channel(ManagedChannel channel) implements AutoCloseable {

        static Channel to(RunningGateway running, String host) {
            return new Channel(NettyChannelBuilder.forAddress("127.0.0.1", running.port())
                    .overrideAuthority(host)
                    .usePlaintext()
                    .build());
        }

        String get(String request) {
            return ClientCalls.blockingUnaryCall(channel, TextCalls.GET, CallOptions.DEFAULT, request);
        }

        StatusRuntimeException fails(String request, CallOptions options) {
            return catchThrowableOfType(
                    StatusRuntimeException.class,
                    () -> ClientCalls.blockingUnaryCall(channel, TextCalls.GET, options, request));
        }

        @Override
        public void close() {
            channel.shutdownNow();
        }
    }

    private static String yaml(TextServer server, String route) {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: bank}
                spec:
                  hosts: [bank.example]
                  resolution: DNS
                  ports: [{number: 50051, name: grpc, protocol: GRPC, targetPort: %d}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: bank}
                spec:
                  hosts: [bank.example]
                  http:
                  - route: [{destination: {host: bank.example}}]
                    %s
                """.formatted(server.port(), route);
    }
}
