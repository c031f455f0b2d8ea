package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CONNECT: RFC 9110 section 9.3.6. */
class TunnelTest {

    private static final String ESTABLISHED = "HTTP/1.1 200 Connection Established\r\n\r\n";
    private static final int LARGE = 16 * 1024 * 1024;

    private ServerSocket server;
    private Proxy proxy;
    private RawClient client;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setSoTimeout(10_000);
        use(new Proxy());
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        proxy.close();
        server.close();
    }

    @Test
    void bytesGoBothWaysAfterTheEstablishedAndAreCounted() throws IOException {
        try (Socket upstream = tunnel()) {
            client.send("hello");
            assertThat(read(upstream, 5)).isEqualTo("hello");
            write(upstream, "welcome");
            assertThat(client.read(7)).isEqualTo("welcome");
            client.finishSending();
            assertThat(upstream.getInputStream().read()).isEqualTo(-1);
        }

        assertThat(client.readToEnd()).isEmpty();
        Exchange exchange = proxy.observer.awaitEnd();
        assertThat(exchange.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(exchange.status).isEqualTo(200);
        assertThat(exchange.bytesReceived).isEqualTo(5);
        assertThat(exchange.bytesSent).isEqualTo(7);
        assertThat(proxy.observer.hasMore()).isFalse();
    }

    @Test
    void bytesSentTogetherWithTheConnectAreTunnelData() throws IOException {
        client.send("CONNECT bank.example:443 HTTP/1.1\r\nHost: bank.example:443\r\n\r\nGET / is not a request");
        try (Socket upstream = server.accept()) {
            assertThat(read(upstream, 22)).isEqualTo("GET / is not a request");
        }
        assertThat(client.readHead()).isEqualTo(ESTABLISHED);
    }

    @Test
    void oneHalfMayCloseBeforeTheOther() throws IOException {
        try (Socket upstream = tunnel()) {
            client.send("question").finishSending();
            assertThat(new String(upstream.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .isEqualTo("question");
            write(upstream, "answer");
            assertThat(client.read(6)).isEqualTo("answer");
        }

        assertThat(client.readToEnd()).isEmpty();
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void theUpstreamMayCloseItsHalfFirst() throws IOException {
        try (Socket upstream = tunnel()) {
            write(upstream, "banner");
            upstream.shutdownOutput();
            assertThat(client.readToEnd()).isEqualTo("banner");
            client.send("thanks").finishSending();
            assertThat(new String(upstream.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1))
                    .isEqualTo("thanks");
        }

        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void muchGoesThroughWholeAndInOrderWithASlowReader() throws IOException {
        try (Socket upstream = tunnel()) {
            byte[] data = new byte[LARGE];
            for (int i = 0; i < data.length; i++) {
                data[i] = (byte) ((i * 31) >> 3);
            }
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> client.send(data).finishSending());
            // Far beyond the sockets' buffers: without back-pressure the sender would be done by now.
            assertThat(upstream.getInputStream().readNBytes(10)).hasSize(10);
            assertThat(sending).isNotDone();
            byte[] rest = upstream.getInputStream().readAllBytes();

            Call.await(sending);
            assertThat(rest).hasSize(LARGE - 10);
            assertThat(rest[LARGE - 11]).isEqualTo(data[LARGE - 1]);
            assertThat(Arrays.equals(rest, 0, rest.length, data, 10, LARGE)).isTrue();
        }

        assertThat(proxy.observer.awaitEnd().bytesReceived).isEqualTo(LARGE);
    }

    @Test
    void aResetOfTheUpstreamEndsTheTunnel() throws IOException {
        Socket upstream = tunnel();
        upstream.setSoLinger(true, 0);
        upstream.close();

        Exchange exchange = proxy.observer.awaitEnd();
        assertThat(exchange.outcome()).isEqualTo(Outcome.UPSTREAM_RESET);
        assertThat(client.readToEnd()).isEmpty();
    }

    @Test
    void aResetOfTheClientEndsTheTunnel() throws IOException {
        try (Socket upstream = tunnel()) {
            client.reset();

            assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.CLIENT_GONE);
            assertThat(upstream.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void aFailureToConnectIsAnsweredBeforeAnyTunnel() {
        proxy.connector.failure = new Failure(Outcome.DNS_FAILED, "NXDOMAIN");
        connect();

        RawClient.Reply reply = client.read();
        assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 502 The host's name could not be resolved: NXDOMAIN");
        assertThat(reply.field("proxy-status")).isEqualTo("sallyport; error=dns_error; rcode=\"NXDOMAIN\"");
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.DNS_FAILED);
    }

    @Test
    void theConnectionMayBeUsedAgainAfterAFailureToConnect() throws IOException {
        proxy.connector.failure = new Failure(Outcome.CONNECTION_REFUSED, "refused");
        connect();
        assertThat(client.read().status()).isEqualTo(503);

        proxy.connector.failure = null;
        try (Socket upstream = tunnel()) {
            client.send("x");
            assertThat(read(upstream, 1)).isEqualTo("x");
        }
    }

    @Test
    void aClientThatLeavesMeanwhileCancelsTheConnecting() {
        proxy.connector.target = null;
        connect();
        Call.await(proxy.connector.asked);
        client.reset();

        Call.await(proxy.connector.cancelled);
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.CLIENT_GONE);
    }

    @Test
    void aSilentTunnelEndsAfterTheIdleTimeout() throws IOException {
        use(new Bounds().shortTunnelIdle().proxy());
        try (Socket upstream = tunnel()) {
            assertThat(client.readToEnd()).isEmpty();
            assertThat(upstream.getInputStream().read()).isEqualTo(-1);
        }

        Exchange exchange = proxy.observer.awaitEnd();
        assertThat(exchange.outcome()).isEqualTo(Outcome.UPSTREAM_IDLE);
        assertThat(exchange.detail()).isEqualTo("silent");
        assertThat(exchange.status).isEqualTo(200);
    }

    @Test
    void aHalfClosedTunnelEndsAfterItsOwnTimeout() throws IOException {
        use(new Bounds().shortTunnelHalf().proxy());
        try (Socket upstream = tunnel()) {
            client.finishSending();
            assertThat(upstream.getInputStream().read()).isEqualTo(-1);

            assertThat(proxy.observer.awaitEnd().detail()).isEqualTo("half-closed and silent");
        }
    }

    @Test
    void aTunnelEndsAfterItsLongestDuration() throws IOException {
        use(new Bounds().shortTunnel().proxy());
        try (Socket upstream = tunnel()) {
            assertThat(client.readToEnd()).isEmpty();
            assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.DURATION_EXCEEDED);
        }
    }

    @Test
    void drainingCutsATunnelAfterTheGracePeriod() throws IOException {
        try (Socket upstream = tunnel()) {
            assertThat(proxy.listener.activeExchanges()).isEqualTo(1);
            Call.await(proxy.listener.drain(Duration.ofMillis(50)));

            assertThat(client.readToEnd()).isEmpty();
            assertThat(upstream.getInputStream().read()).isEqualTo(-1);
            assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.DRAINING);
        }
    }

    private void use(Proxy other) {
        if (proxy != null) {
            client.close();
            proxy.close();
        }
        proxy = other;
        proxy.connector.target = (InetSocketAddress) server.getLocalSocketAddress();
        client = proxy.client();
    }

    private void connect() {
        client.request("CONNECT bank.example:443 HTTP/1.1", "Host: bank.example:443");
    }

    private Socket tunnel() throws IOException {
        connect();
        Socket upstream = server.accept();
        upstream.setSoTimeout(10_000);
        assertThat(client.readHead()).isEqualTo(ESTABLISHED);
        return upstream;
    }

    private static String read(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.ISO_8859_1);
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }
}
