package io.sallyport.upstream;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Settings;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.ConnectionLimits;
import io.sallyport.policy.LoadBalancing;
import io.sallyport.policy.UpstreamHttp;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests over HTTP/2, to a server that knows nothing else. */
class MultiplexedTest extends ForwarderFixture {

    private static final ConnectionLimits LIMITS = ConnectionLimits.of(Duration.ofSeconds(2), Duration.ofHours(1));

    @Test
    void aRequestIsWordedForHttp2() throws Exception {
        try (Http2Server server = Http2Server.start(call -> call.ok("rates"))) {
            HttpRequest request = request(HttpMethod.GET);
            request.headers()
                    .set("X-Mixed-Case", "kept As It Is")
                    .set("Connection", "close")
                    .set("Keep-Alive", "5")
                    .set("TE", "gzip");
            RecordingSink response = send(to(server), request).await();

            assertThat(response.body).hasToString("rates");
            assertThat(response.events).contains("200").endsWith("end");
            Http2Server.Call call = server.arrived();
            assertThat(call.field(":method")).isEqualTo("GET");
            assertThat(call.field(":scheme")).isEqualTo("http");
            assertThat(call.field(":authority")).isEqualTo("bank.example");
            assertThat(call.field(":path")).isEqualTo("/rates");
            assertThat(call.field("x-mixed-case")).isEqualTo("kept As It Is");
            assertThat(call.field("host")).isNull();
            assertThat(call.field("connection")).isNull();
            assertThat(call.field("keep-alive")).isNull();
            assertThat(call.field("te")).isNull();
        }
    }

    @Test
    void requestsAtATimeShareAConnection() throws Exception {
        try (Http2Server server = Http2Server.start(call -> {})) {
            List<RecordingSink> responses = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                responses.add(get(to(server)));
            }
            for (int i = 0; i < 20; i++) {
                server.arrived();
            }
            server.calls().forEach(call -> call.ok("ok"));

            assertThat(responses)
                    .allSatisfy(response -> assertThat(response.await().body).hasToString("ok"));
            assertThat(server.connectionCount()).isOne();
        }
    }

    @Test
    void beyondTheServersBoundASecondConnectionIsMade() throws Exception {
        Http2Settings one = Http2Settings.defaultSettings().maxConcurrentStreams(1);
        try (Http2Server server = Http2Server.start(one, call -> {})) {
            RecordingSink first = get(to(server));
            Http2Server.Call call = server.arrived();
            RecordingSink second = get(to(server));
            Http2Server.Call other = server.arrived();
            call.ok("first");
            other.ok("second");

            assertThat(first.await().body).hasToString("first");
            assertThat(second.await().body).hasToString("second");
            assertThat(server.connectionCount()).isEqualTo(2);
        }
    }

    @Test
    void beyondOurOwnBoundASecondConnectionIsMade() throws Exception {
        try (Http2Server server = Http2Server.start(call -> {})) {
            Cluster cluster = cluster(server, LIMITS, 2);
            List<RecordingSink> responses = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                responses.add(get(Exchanges.to(loop.loop(), cluster)));
            }
            for (int i = 0; i < 4; i++) {
                server.arrived();
            }
            server.calls().forEach(call -> call.ok("ok"));

            assertThat(responses)
                    .allSatisfy(response -> assertThat(response.await().failure).isNull());
            assertThat(server.connectionCount()).isEqualTo(2);
        }
    }

    @Test
    void whereNoMoreConnectionsMayBeMadeRequestsWaitForAStream() throws Exception {
        Http2Settings one = Http2Settings.defaultSettings().maxConcurrentStreams(1);
        try (Http2Server server = Http2Server.start(one, call -> {})) {
            Cluster cluster = cluster(server, bounded(1, Integer.MAX_VALUE), Integer.MAX_VALUE);
            List<RecordingSink> responses = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                responses.add(get(Exchanges.to(loop.loop(), cluster)));
            }
            for (int i = 0; i < 5; i++) {
                server.arrived().ok("ok");
            }

            assertThat(responses)
                    .allSatisfy(response -> assertThat(response.await().body).hasToString("ok"));
            assertThat(server.connectionCount()).isOne();
        }
    }

    @Test
    void aConnectionCarriesAsManyRequestsAsItMay() throws Exception {
        try (Http2Server server = Http2Server.start(call -> call.ok("ok"))) {
            Cluster cluster = cluster(server, bounded(Integer.MAX_VALUE, 2), Integer.MAX_VALUE);
            for (int i = 0; i < 5; i++) {
                assertThat(get(Exchanges.to(loop.loop(), cluster)).await().body).hasToString("ok");
            }
            assertThat(server.connectionCount()).isEqualTo(3);
        }
    }

    // Bodies.

    @Test
    void aBodyAndItsTrailersGoAndCome() throws Exception {
        Http2Server.Script echo = new Http2Server.Script() {
            @Override
            public void head(Http2Server.Call call) {
                call.fields(false, ":status: 200");
            }

            @Override
            public void body(Http2Server.Call call, String piece, boolean last) {
                if (!piece.isEmpty()) {
                    call.data(piece, false);
                }
                if (last) {
                    call.fields(true, "grpc-status: 0", "grpc-message: fine", "content-length: 7");
                }
            }
        };
        try (Http2Server server = Http2Server.start(echo)) {
            HttpRequest request = request(HttpMethod.POST);
            request.headers().set("Transfer-Encoding", "chunked").set("Content-Type", "application/grpc+proto");
            RecordingSink response = new RecordingSink();
            loop.run(() -> {
                RequestSink sink = forwarder.forward(to(server), request, response);
                sink.body(text("one "));
                sink.body(text("two"));
                sink.end(new DefaultHttpHeaders().set("X-Sum", "7"));
                sink.flush();
            });

            assertThat(response.await().body).hasToString("one two");
            assertThat(requireNonNull(response.trailers).get("grpc-status")).isEqualTo("0");
            assertThat(requireNonNull(response.trailers).get("grpc-message")).isEqualTo("fine");
            assertThat(requireNonNull(response.trailers).contains("content-length"))
                    .as("trailers that frame are dropped")
                    .isFalse();
            Http2Server.Call call = server.arrived();
            assertThat(call.text()).isEqualTo("one two");
            assertThat(call.trailer("x-sum")).isEqualTo("7");
            assertThat(call.field("te")).as("of gRPC").isEqualTo("trailers");
            assertThat(call.field("transfer-encoding")).isNull();
        }
    }

    @Test
    void piecesArePassedOnAsTheyCome() throws Exception {
        try (Http2Server server = Http2Server.start(call -> call.fields(false, ":status: 200"))) {
            HttpRequest request = request(HttpMethod.POST);
            request.headers().set("Transfer-Encoding", "chunked");
            RecordingSink response = new RecordingSink();
            RequestSink sink = loop.call(() -> forwarder.forward(to(server), request, response));
            loop.run(sink::flush);
            TestLoop.await(response.headSeen);
            Http2Server.Call call = server.arrived();
            for (int i = 1; i <= 3; i++) {
                CompletableFuture<String> came = new CompletableFuture<>();
                response.onBody = () -> came.complete("came");
                call.data("down" + i, false);
                TestLoop.await(came);
                loop.run(() -> {
                    sink.body(text("up"));
                    sink.flush();
                });
            }
            loop.run(() -> finish(sink));
            call.data("", true);

            assertThat(response.await().body).hasToString("down1down2down3");
        }
    }

    @Test
    void aSlowClientStopsItsStreamAndNoOther() throws Exception {
        String piece = "x".repeat(64 * 1024);
        try (Http2Server server = Http2Server.start(call -> {
            if ("/rates".equals(call.field(":path"))) {
                call.fields(false, ":status: 200");
                for (int i = 0; i < 64; i++) {
                    call.data(piece, i == 63);
                }
            } else {
                call.ok("quick");
            }
        })) {
            RecordingSink slow = new RecordingSink();
            RequestSink sink = loop.call(() -> forwarder.forward(to(server), request(HttpMethod.GET), slow));
            loop.run(() -> {
                sink.readResponse(false);
                finish(sink);
            });
            server.arrived();
            HttpRequest other = request(HttpMethod.GET);
            other.setUri("/other");
            for (int i = 0; i < 5; i++) {
                assertThat(send(to(server), other).await().body).hasToString("quick");
            }

            assertThat(slow.bodyBytes.get()).as("not read").isLessThanOrEqualTo(Http2Codec.STREAM_WINDOW);
            assertThat(server.connectionCount()).isOne();
            loop.run(() -> sink.readResponse(true));
            assertThat(slow.await().bodyBytes.get()).isEqualTo(64L * piece.length());
        }
    }

    @Test
    void aServerThatDoesNotReadStopsTheClient() throws Exception {
        Http2Settings small = Http2Settings.defaultSettings().initialWindowSize(0);
        try (Http2Server server = Http2Server.start(small, call -> {})) {
            HttpRequest request = request(HttpMethod.POST);
            request.headers().set("Transfer-Encoding", "chunked");
            RecordingSink response = new RecordingSink();
            RequestSink sink = loop.call(() -> forwarder.forward(to(server), request, response));
            loop.run(sink::flush);
            server.arrived();
            int pieces = loop.call(() -> {
                int given = 0;
                while (sink.isWritable() && given < 1000) {
                    sink.body(text("x".repeat(16 * 1024)));
                    sink.flush();
                    given++;
                }
                return given;
            });

            assertThat(pieces).isBetween(1, 20);
            loop.run(() -> sink.abort(Outcome.CLIENT_GONE));
        }
    }

    // Ends that nobody wants.

    @Test
    void aRefusedStreamIsToldAsNeverProcessed() throws Exception {
        try (Http2Server server = Http2Server.start(call -> call.reset(Http2Error.REFUSED_STREAM))) {
            RecordingSink response = get(to(server)).await();

            assertThat(failure(response).outcome()).isEqualTo(Outcome.STREAM_REFUSED);
            assertThat(failure(response).outcome().mayHaveReachedServer()).isFalse();
        }
    }

    @ParameterizedTest
    @CsvSource({"CANCEL", "INTERNAL_ERROR", "NO_ERROR"})
    void anyOtherResetEndsTheRequest(Http2Error error) throws Exception {
        try (Http2Server server = Http2Server.start(call -> call.reset(error))) {
            RecordingSink response = get(to(server)).await();

            assertThat(failure(response).outcome()).isEqualTo(Outcome.UPSTREAM_RESET);
        }
    }

    @Test
    void aResetAfterTheWholeResponseTakesNothingAway() throws Exception {
        try (Http2Server server = Http2Server.start(call -> {
            call.ok("early");
            call.reset(Http2Error.NO_ERROR);
        })) {
            HttpRequest request = request(HttpMethod.POST);
            request.headers().set("Transfer-Encoding", "chunked");
            RecordingSink response = new RecordingSink();
            loop.run(() -> forwarder.forward(to(server), request, response).flush());

            assertThat(response.await().failure).isNull();
            assertThat(response.body).hasToString("early");
        }
    }

    @Test
    void aServerThatGoesAwayFinishesWhatItTookAndGetsNoMore() throws Exception {
        try (Http2Server server = Http2Server.start(call -> {})) {
            RecordingSink first = get(to(server));
            Http2Server.Call taken = server.arrived();
            RecordingSink second = get(to(server));
            server.arrived();
            taken.goAway(true);

            // The second is above the last stream that was taken; it went over a used connection, so it is sent again.
            server.arrived().ok("second");
            assertThat(second.await().body).hasToString("second");
            taken.ok("first");
            assertThat(first.await().body).hasToString("first");
            assertThat(get(to(server)).events).isNotNull();
            server.arrived().ok("third");
            assertThat(server.connectionCount()).isEqualTo(2);
        }
    }

    @Test
    void aRequestThatWasNotTakenIsToldAsNeverProcessed() throws Exception {
        try (Http2Server server = Http2Server.start(call -> call.goAway(false))) {
            RecordingSink response = get(to(server)).await();

            assertThat(failure(response).outcome()).isEqualTo(Outcome.STREAM_REFUSED);
            assertThat(failure(response).detail()).isEqualTo("the upstream goes away");
        }
    }

    @Test
    void aConnectionThatEndsTakesItsRequestsAlong() throws Exception {
        try (Http2Server server = Http2Server.start(call -> {})) {
            RecordingSink first = get(to(server));
            server.arrived();
            RecordingSink second = get(to(server));
            server.arrived().closeConnection();

            first.await();
            assertThat(failure(first).outcome()).isEqualTo(Outcome.UPSTREAM_RESET);
            assertThat(second.await().failure).isNotNull();
        }
    }

    @Test
    void aConnectionThatTheServerGaveUpWhileUnusedIsReplacedOnce() throws Exception {
        try (Http2Server server = Http2Server.start(call -> {})) {
            RecordingSink first = get(to(server));
            server.arrived().ok("first");
            first.await();
            RecordingSink second = get(to(server));
            server.arrived().closeConnection();
            server.arrived().ok("second");

            assertThat(second.await().body).hasToString("second");
            assertThat(server.connectionCount()).isEqualTo(2);
        }
    }

    @Test
    void aRequestThatIsGivenUpResetsItsStreamAlone() throws Exception {
        try (Http2Server server = Http2Server.start(call -> {})) {
            RecordingSink given = new RecordingSink();
            RequestSink sink = loop.call(() -> forwarder.forward(to(server), request(HttpMethod.GET), given));
            loop.run(() -> finish(sink));
            server.arrived();
            loop.run(() -> sink.abort(Outcome.CLIENT_GONE));
            RecordingSink other = get(to(server));
            server.arrived().ok("other");

            assertThat(other.await().body).hasToString("other");
            assertThat(server.calls().getFirst().resetWith()).isEqualTo(Http2Error.CANCEL.code());
            assertThat(server.connectionCount()).isOne();
        }
    }

    @Test
    void aServerOfHttp1IsToldApart() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            connection.write("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
            connection.readToEnd(); // bytes left unread would turn its end into a reset
        })) {
            Exchange exchange = Exchanges.to(loop.loop(), cluster(upstream.port(), LIMITS, 100));
            RecordingSink response = get(exchange).await();

            assertThat(failure(response).outcome()).isEqualTo(Outcome.UPSTREAM_MALFORMED);
            assertThat(failure(response).detail()).isEqualTo("the upstream does not speak HTTP/2");
        }
    }

    @Test
    void aSilentStreamIsIdle() throws Exception {
        forwarder.close();
        forwarder = forwarder(withStreamIdle(Duration.ofMillis(100)));
        try (Http2Server server = Http2Server.start(call -> {})) {
            RecordingSink response = get(to(server)).await();

            assertThat(failure(response).outcome()).isEqualTo(Outcome.UPSTREAM_IDLE);
        }
    }

    // What must not pass.

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nb", "a\nb", "a\0b"})
    void aValueThatWouldBreakOutOfItsLineIsMalformed(String value) throws Exception {
        refused(call -> call.rawField("x-evil", value));
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Upper", "with space", "with:colon", "a\r\nb"})
    void aNameThatIsNoTokenIsMalformed(String name) throws Exception {
        refused(call -> call.rawField(name, "value"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"connection", "transfer-encoding", "upgrade", "keep-alive", "proxy-connection"})
    void aFieldOfTheConnectionIsMalformed(String name) throws Exception {
        refused(call -> call.rawField(name, "chunked"));
    }

    @Test
    void aBodyOfAnotherLengthThanSaidIsMalformed() throws Exception {
        refused(call -> call.fields(false, ":status: 200", "content-length: 5").data("four", true));
        refused(call -> call.fields(false, ":status: 200", "content-length: 3").data("four", true));
        refused(call -> call.fields(true, ":status: 200", "content-length: 3"));
        refused(call -> call.fields(true, ":status: 200", "content-length: +0"));
        refused(call -> call.fields(true, ":status: 200", "content-length: 0", "content-length: 1"));
    }

    @Test
    void aBodyWhereThereIsNoneIsMalformed() throws Exception {
        refused(call -> call.fields(false, ":status: 204").data("body", true));
    }

    @Test
    void aStatusThatIsNoneIsMalformed() throws Exception {
        refused(call -> call.fields(true, ":status: 20"));
        refused(call -> call.fields(true, ":status: 101"));
        refused(call -> call.fields(true, "x: y"));
        refused(call -> call.fields(true, ":status: 103"));
    }

    private void refused(Http2Server.Script script) {
        try (Http2Server server = Http2Server.start(script)) {
            RecordingSink response = get(to(server)).await();

            assertThat(failure(response).outcome()).isEqualTo(Outcome.UPSTREAM_MALFORMED);
        }
    }

    @Test
    void aResponseToHeadHasTheLengthOfTheBodyThatDoesNotCome() throws Exception {
        try (Http2Server server = Http2Server.start(call -> call.fields(true, ":status: 200", "content-length: 5"))) {
            RecordingSink response = send(to(server), request(HttpMethod.HEAD)).await();

            assertThat(response.failure).isNull();
            assertThat(requireNonNull(response.head).headers().get("content-length"))
                    .isEqualTo("5");
        }
    }

    @Test
    void interimResponsesPass() throws Exception {
        try (Http2Server server = Http2Server.start(
                call -> call.fields(false, ":status: 103", "link: </x>").ok("ok"))) {
            assertThat(get(to(server)).await().events).startsWith("103").contains("200");
        }
    }

    // Which version.

    @Test
    void aRequestThatAsksToSwitchProtocolsGoesOverHttp1() throws Exception {
        try (ScriptedUpstream upstream = new ScriptedUpstream(connection -> {
            connection.readHead();
            connection.write(OK);
        })) {
            HttpRequest request = request(HttpMethod.GET);
            request.headers().set("Upgrade", "websocket").set("Connection", "upgrade");
            Exchange exchange = Exchanges.to(loop.loop(), cluster(upstream.port(), LIMITS, 100));

            assertThat(send(exchange, request).await().body).hasToString("ok");
        }
    }

    private static Failure failure(RecordingSink response) {
        return requireNonNull(response.failure, () -> "no failure but " + response.events);
    }

    private Exchange to(Http2Server server) {
        return Exchanges.to(loop.loop(), cluster(server, LIMITS, Integer.MAX_VALUE));
    }

    private static Cluster cluster(Http2Server server, ConnectionLimits limits, int streams) {
        return cluster(server.port(), limits, streams);
    }

    private static Cluster cluster(int port, ConnectionLimits limits, int streams) {
        UpstreamHttp http = new UpstreamHttp(UpstreamHttp.Version.HTTP2, streams);
        return Exchanges.with(
                dns(port), new ClusterSettings(null, limits, LoadBalancing.DEFAULT, null, null, null, null, http));
    }

    private static ConnectionLimits bounded(int connections, int requestsEach) {
        return new ConnectionLimits(
                Duration.ofSeconds(2),
                Duration.ofHours(1),
                null,
                connections,
                null,
                null,
                ConnectionLimits.UNLIMITED,
                ConnectionLimits.UNLIMITED,
                requestsEach,
                ConnectionLimits.UNLIMITED);
    }

    private static UpstreamSettings withStreamIdle(Duration timeout) {
        UpstreamSettings usual = UpstreamSettings.DEFAULT;
        return new UpstreamSettings(usual.dns(), usual.attemptDelay(), 1, 10, timeout, usual.staleAfter());
    }
}
