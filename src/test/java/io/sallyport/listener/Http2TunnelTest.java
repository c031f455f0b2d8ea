package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.listener.FrameClient.Frame;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** CONNECT on a stream: RFC 9113 section 8.5. */
class Http2TunnelTest {

    private ServerSocket server;
    private Proxy proxy;
    private FrameClient client;

    @BeforeEach
    void open() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        server.setSoTimeout(10_000);
        proxy = new Proxy();
        proxy.connector.target = (InetSocketAddress) server.getLocalSocketAddress();
        client = new FrameClient(proxy);
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        proxy.close();
        server.close();
    }

    @Test
    void dataGoesBothWaysAndEachSideMayEndFirst() throws IOException {
        client.headers(1, false, ":method", "CONNECT", ":authority", "bank.example:443")
                .data(1, "early ", false);
        try (Socket upstream = server.accept()) {
            upstream.setSoTimeout(10_000);
            Frame head = client.read();
            assertThat(head.field(":status")).isEqualTo("200");
            assertThat(head.ends()).isFalse();
            client.data(1, "hello", true);
            assertThat(new String(upstream.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                    .as("all until the end of the client's half")
                    .isEqualTo("early hello");

            upstream.getOutputStream().write("welcome".getBytes(StandardCharsets.US_ASCII));
            assertThat(client.read().text()).isEqualTo("welcome");
            upstream.shutdownOutput();
            assertThat(client.read().ends()).isTrue();
        }

        Exchange ended = proxy.observer.awaitEnd();
        assertThat(ended.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(ended.protocol).isEqualTo("HTTP/2");
        assertThat(ended.bytesReceived).isEqualTo(11);
        assertThat(ended.bytesSent).isEqualTo(7);
    }

    @Test
    void anUpstreamThatResetsIsToldAsConnectError() throws IOException {
        try (Socket upstream = tunnel()) {
            upstream.setSoLinger(true, 0);
        }

        Frame reset = client.read();
        assertThat(reset.type()).isEqualTo(FrameClient.RST_STREAM);
        assertThat(reset.error()).isEqualTo(Http2Error.CONNECT_ERROR);
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.UPSTREAM_RESET);
    }

    @Test
    void aStreamThatTheClientResetsClosesTheUpstream() throws IOException {
        try (Socket upstream = tunnel()) {
            client.reset(1, Http2Error.CANCEL);

            assertThat(upstream.getInputStream().read()).isEqualTo(-1);
        }
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.CLIENT_GONE);
        client.get(3);
        proxy.forwarder.awaitCall().respond(204, "");
        assertThat(client.read().stream()).as("the next frame").isEqualTo(3);
    }

    @Test
    void fieldsInATunnelEndIt() throws IOException {
        try (Socket upstream = tunnel()) {
            client.headers(1, true, "x", "1");

            assertThat(client.read().type()).isEqualTo(FrameClient.RST_STREAM);
            assertThat(upstream.getInputStream().read()).isEqualTo(-1);
        }
    }

    @Test
    void muchDataArrivesWholeAtTheClientsPace() throws IOException {
        int size = 1_000_000;
        try (Socket upstream = tunnel()) {
            Thread sender = Thread.startVirtualThread(() -> {
                try {
                    upstream.getOutputStream().write(new byte[size]);
                    upstream.shutdownOutput();
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            int got = 0;
            Frame frame = client.read();
            while (!frame.ends()) {
                got += frame.payload().length;
                if (!frame.text().isEmpty()) {
                    client.window(0, frame.payload().length).window(1, frame.payload().length);
                }
                frame = client.read();
            }
            assertThat(got + frame.payload().length).isEqualTo(size);
            assertThat(sender.isAlive()).isFalse();
        }
    }

    @Test
    void aFarSideThatCannotBeReachedIsAnswered() {
        proxy.connector.failure = new Failure(Outcome.CONNECTION_REFUSED, "refused");
        client.headers(1, false, ":method", "CONNECT", ":authority", "bank.example:443");

        assertThat(client.read().field(":status")).isEqualTo("503");
    }

    @Test
    void aTargetThatIsNotListedIsRefused() {
        client.headers(1, false, ":method", "CONNECT", ":authority", "evil.example:443");

        assertThat(client.read().field(":status")).isEqualTo("403");
        assertThat(proxy.connector.asked).isNotDone();
    }

    private Socket tunnel() throws IOException {
        client.headers(1, false, ":method", "CONNECT", ":authority", "bank.example:443");
        Socket upstream = server.accept();
        upstream.setSoTimeout(10_000);
        assertThat(client.read().field(":status")).isEqualTo("200");
        return upstream;
    }
}
