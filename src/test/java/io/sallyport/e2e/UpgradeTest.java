package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.WebSocket;
import io.vertx.core.http.WebSocketConnectOptions;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that ask for another protocol, through the whole gateway. */
class UpgradeTest {

    private static final String ASK =
            "GET /chat HTTP/1.1\r\nHost: bank.example\r\nConnection: keep-alive, Upgrade\r\nUpgrade: %s\r\n\r\n";

    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n";

    private static final int MESSAGES = 100_000;

    @Test
    void aHundredThousandWebSocketMessagesComeBackInOrder() throws Exception {
        Vertx vertx = Vertx.vertx();
        try (EchoServer server = new EchoServer();
                RunningGateway gateway = RunningGateway.of(Yaml.bank(server.port(), "timeout: 5s\n"))) {
            HttpClient client = vertx.createHttpClient();
            CompletableFuture<Integer> echoed = new CompletableFuture<>();
            client.webSocket(new WebSocketConnectOptions()
                            .setHost("127.0.0.1")
                            .setPort(gateway.port())
                            .addHeader("Host", "bank.example")
                            .setURI("/echo"))
                    .onFailure(echoed::completeExceptionally)
                    .onSuccess(socket -> echo(socket, echoed));

            assertThat(echoed.get(60, TimeUnit.SECONDS)).isEqualTo(MESSAGES);

            Exchange exchange = gateway.ended();
            assertThat(exchange.status).isEqualTo(101);
            assertThat(exchange.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(exchange.bytesReceived).isGreaterThan(MESSAGES);
            assertThat(exchange.bytesSent).isGreaterThan(MESSAGES);
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    private static void echo(WebSocket socket, CompletableFuture<Integer> echoed) {
        AtomicInteger sent = new AtomicInteger();
        AtomicInteger received = new AtomicInteger();
        Runnable send = () -> {
            while (sent.get() < MESSAGES && !socket.writeQueueFull()) {
                socket.writeTextMessage("message " + sent.getAndIncrement());
            }
        };
        socket.drainHandler(_ -> send.run());
        socket.closeHandler(_ -> echoed.complete(received.get()));
        socket.exceptionHandler(echoed::completeExceptionally);
        socket.textMessageHandler(message -> {
            if (!message.equals("message " + received.getAndIncrement())) {
                echoed.completeExceptionally(new AssertionError("out of order: " + message));
            } else if (received.get() == MESSAGES) {
                socket.close();
            }
        });
        send.run();
    }

    @Test
    void bytesGoBothWaysAsTheyAreAndTheEndIsTold() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(connection -> {
                    connection.readRequest();
                    connection.send(SWITCH + "hello");
                    connection.send(connection.readBytes(4));
                });
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            WireMessage answer = client.send(ASK.formatted("echo")).readHead();

            assertThat(answer.status()).isEqualTo(101);
            assertThat(answer.field("Upgrade")).contains("echo");
            assertThat(answer.field("Connection")).contains("upgrade");
            assertThat(answer.field("Transfer-Encoding")).isEmpty();
            assertThat(upstream.request(0).field("Upgrade")).contains("echo");
            assertThat(upstream.request(0).field("Connection")).contains("upgrade");
            assertThat(client.readBytes(5)).asString().isEqualTo("hello");
            assertThat(client.send("\0\r\n\1").readBytes(4)).containsExactly(0, '\r', '\n', 1);
            assertThat(client.isClosedByPeer()).isTrue();

            Exchange exchange = gateway.ended();
            assertThat(exchange.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(exchange.bytesSent).isEqualTo(9);
            assertThat(exchange.bytesReceived).isEqualTo(4);
        }
    }

    @Test
    void aClientThatSpeaksBeforeItIsAnsweredIsHeardAfterwards() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(connection -> {
                    connection.readRequest();
                    connection.send(SWITCH);
                    connection.send(connection.readBytes(5));
                });
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            assertThat(client.send(ASK.formatted("echo") + "early").readHead().status())
                    .isEqualTo(101);
            assertThat(client.readBytes(5)).asString().isEqualTo("early");
        }
    }

    @Test
    void anUpstreamThatDoesNotSwitchAnswersAsAlways() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("no chat today"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            assertThat(client.send(ASK.formatted("websocket")).readResponse().text())
                    .isEqualTo("no chat today");
            assertThat(client.send(ASK.formatted("websocket")).readResponse().status())
                    .isEqualTo(200);
            assertThat(upstream.connectionCount()).isOne();
        }
    }

    @Test
    void anotherProtocolThanWasAskedForIsNotPassedOn() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(connection -> {
                    connection.readRequest();
                    connection.send(SWITCH);
                    connection.awaitPeerClose();
                });
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            assertThat(client.send(ASK.formatted("websocket")).readResponse().status())
                    .isEqualTo(502);

            Exchange exchange = gateway.ended();
            assertThat(exchange.outcome()).isEqualTo(Outcome.UPSTREAM_MALFORMED);
            assertThat(exchange.detail()).isEqualTo("switched to another protocol than was asked for");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: bank.example\r\nConnection: Upgrade\r\nUpgrade: TLS/1.2\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: bank.example\r\nUpgrade: websocket\r\n\r\n",
                "GET / HTTP/1.0\r\nHost: bank.example\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n",
                "POST / HTTP/1.1\r\nHost: bank.example\r\nConnection: Upgrade\r\nUpgrade: echo\r\nContent-Length: 2\r\n"
                        + "\r\nhi",
            })
    void whatCannotBePassedOnIsNotAskedFor(String request) throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("plain"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            assertThat(client.send(request).readResponse().text()).isEqualTo("plain");

            assertThat(upstream.request(0).field("Upgrade")).isEmpty();
            assertThat(upstream.request(0).field("Connection")).isEmpty();
        }
    }

    @Test
    void aClientThatGoesEndsTheUpstreamsConnectionToo() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(connection -> {
                    connection.readRequest();
                    connection.send(SWITCH);
                    connection.awaitPeerClose();
                });
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            client.send(ASK.formatted("echo")).readHead();

            client.close();

            assertThat(upstream.connection(0).hasEnded()).isTrue();
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.CLIENT_GONE);
        }
    }

    @Test
    void anUpstreamThatBreaksOffIsFeltByTheClient() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(connection -> {
                    connection.readRequest();
                    connection.send(SWITCH);
                    connection.readBytes(1);
                    connection.reset();
                });
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            client.send(ASK.formatted("echo")).readHead();
            client.send("x");

            assertThat(client.isClosedByPeer()).isTrue();
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.UPSTREAM_RESET);
        }
    }

    @Test
    void theTimeoutBoundsTheWaitForTheSwitch() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.silent());
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port(), "timeout: 100ms\n"));
                RawClient client = gateway.connect()) {
            assertThat(client.send(ASK.formatted("websocket")).readResponse().status())
                    .isEqualTo(504);
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.REQUEST_TIMEOUT);
        }
    }
}
