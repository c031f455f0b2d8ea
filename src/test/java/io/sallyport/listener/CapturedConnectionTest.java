package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.tls.Hello;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that the kernel says were going elsewhere. */
class CapturedConnectionTest {

    private static final CaptureSettings HASTY = new CaptureSettings(Duration.ofMillis(10), 80, 443, false);
    private static final byte[] BANK = new Hello().serverName("bank.example").bytes();

    private ServerSocket server;
    private Proxy proxy;
    private @Nullable RawClient client;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setSoTimeout(10_000);
        proxy = new Bounds().shortHeader().proxy();
        proxy.connector.target = (InetSocketAddress) server.getLocalSocketAddress();
    }

    @AfterEach
    void close() throws IOException {
        if (client != null) {
            client.close();
        }
        proxy.close();
        server.close();
    }

    @Test
    void theNameCountsAndNotTheAddressThatTheClientChose() throws IOException {
        capture("198.51.100.1", 443).send(BANK);

        try (Socket upstream = server.accept()) {
            assertThat(upstream.getInputStream().readNBytes(BANK.length)).isEqualTo(BANK);
            assertThat(Call.await(proxy.connector.asked).head().authority()).isEqualTo("bank.example:443");
        }
    }

    @Test
    void thePortIsTheOneThatTheClientWasGoingTo() {
        capture("198.51.100.1", 8443).send(BANK);
        client().readToEnd();

        Exchange exchange = proxy.observer.awaitEnd();
        assertThat(exchange.head().authority()).isEqualTo("bank.example:8443");
        assertThat(exchange.detail()).isEqualTo("port-not-listed");
    }

    @ParameterizedTest
    @CsvSource({"bank.example, 8080", "bank.example:80, 8080", "bank.example:8080, 80"})
    void aRequestIsForThePortThatItWasGoingToWhateverItsHostSays(String host, int port) {
        capture("198.51.100.1", port).request("GET / HTTP/1.1", "Host: " + host);

        Call call = proxy.forwarder.awaitCall();
        assertThat(call.exchange.head().host()).isEqualTo("bank.example");
        assertThat(call.exchange.head().port()).isEqualTo(port);
        call.respond(200, "ok");
        assertThat(client().read().body()).isEqualTo("ok");
    }

    @ParameterizedTest
    @CsvSource({"bank.example, 8080", "bank.example:80, 8080"})
    void aRequestOfHttp2IsForThePortThatItWasGoingToAsWell(String authority, int port) {
        InetSocketAddress original = new InetSocketAddress("198.51.100.1", port);
        try (FrameClient frames =
                new FrameClient(proxy.listener.capture("127.0.0.1", 0, HASTY, connection -> original))) {
            frames.headers(1, true, ":method", "GET", ":scheme", "http", ":authority", authority, ":path", "/");

            Call call = proxy.forwarder.awaitCall();
            assertThat(call.exchange.head().host()).isEqualTo("bank.example");
            assertThat(call.exchange.head().port()).isEqualTo(port);
            call.respond(200, "ok");
            assertThat(frames.read().field(":status")).isEqualTo("200");
        }
    }

    @Test
    void aPrefaceInPiecesIsWaitedFor() {
        capture("198.51.100.1", 8080).send("PRI * HT");
        client().send("TP/2.0\r\n\r\nSM");
        client().send("\r\n\r\n");

        assertThat(client().read(9)).as("our SETTINGS").endsWith("\u0004\u0000\u0000\u0000\u0000\u0000");
    }

    @Test
    void aServerThatSpeaksFirstIsHeardAtOnceWhereItsAddressIsListedForAnything() throws IOException {
        capture("192.0.2.7", 3306);

        try (Socket upstream = server.accept()) {
            upstream.getOutputStream().write("welcome".getBytes(StandardCharsets.US_ASCII));
            assertThat(client().read(7)).isEqualTo("welcome");
            client().send("GET / HTTP/1.1\r\n");
            assertThat(upstream.getInputStream().readNBytes(16)).asString().isEqualTo("GET / HTTP/1.1\r\n");
        }
        assertThat(Call.await(proxy.connector.asked).head().authority()).isEqualTo("192.0.2.7:3306");
    }

    @Test
    void tlsWithoutANameGoesToTheAddressWhereThatIsListed() throws IOException {
        byte[] hello = new Hello().bytes();
        capture("192.0.2.7", 443).send(hello);

        try (Socket upstream = server.accept()) {
            assertThat(upstream.getInputStream().readNBytes(hello.length)).isEqualTo(hello);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "PING\r\n", "EHLO bank.example\r\n", "\u0000\u0001\u0002"})
    void whatNamesNoHostIsDecidedByItsAddressAndReset(String text) {
        capture("198.51.100.1", 25).send(text);

        Assertions.assertThatThrownBy(() -> client().readToEnd()).hasMessageContaining("reset");
        Exchange exchange = proxy.observer.awaitEnd();
        assertThat(exchange.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(exchange.detail()).isEqualTo("address-not-listed");
        assertThat(exchange.head().authority()).isEqualTo("198.51.100.1:25");
        assertThat(exchange.status).isZero();
    }

    @Test
    void aMalformedHelloToAListedAddressGetsNoFurtherThanTheCheck() throws IOException {
        capture("192.0.2.7", 443).send(new byte[] {22, 3, 1, 0, 4, 2, 0, 0, 0});

        try (Socket upstream = server.accept()) {
            assertThat(client().readToEnd()).hasSize(7);
            assertThat(upstream.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.CLIENT_NOT_TLS);
    }

    @Test
    void aClientThatLeavesWhileItsTunnelIsConnectedCancelsThat() {
        proxy.connector.target = null;
        capture("198.51.100.1", 443).send(BANK);
        Call.await(proxy.connector.asked);
        client().reset();

        Call.await(proxy.connector.cancelled);
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.CLIENT_GONE);
    }

    @Test
    void drainingClosesWhatHasNotSaidAnything() {
        proxy.close();
        proxy = new Proxy();
        CompletableFuture<InetSocketAddress> asked = new CompletableFuture<>();
        client = new RawClient(proxy.listener.capture("127.0.0.1", 0, HASTY, connection -> {
            asked.complete(new InetSocketAddress("198.51.100.1", 443));
            return asked.join();
        }));
        Call.await(asked);
        Call.await(proxy.listener.drain(Duration.ofSeconds(10)));

        assertThat(client().readToEnd()).isEmpty();
        assertThat(proxy.observer.startedCount()).isZero();
    }

    private RawClient capture(String address, int port) {
        InetSocketAddress original = new InetSocketAddress(address, port);
        RawClient opened = new RawClient(proxy.listener.capture("127.0.0.1", 0, HASTY, connection -> original));
        client = opened;
        return opened;
    }

    private RawClient client() {
        return Objects.requireNonNull(client, "not connected");
    }
}
