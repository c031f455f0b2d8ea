package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.netty.handler.codec.http2.Http2Error;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.TlsIdentities;
import io.sallyport.listener.FrameClient;
import io.sallyport.listener.FrameClient.Frame;
import io.sallyport.tls.Hello;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A CONNECT of HTTP/2 whose TLS ends here, in one stream among others. */
class InterceptedStreamTest {

    private static final String GET = "GET /rates HTTP/1.1\r\nHost: bank.example\r\n\r\n";
    private static final String BANK = "bank.example:443";

    @TempDir
    static Path folder;

    static Intercepting bank;

    @BeforeAll
    static void issue() throws Exception {
        bank = Intercepting.in(folder);
    }

    @Test
    void requestsInsideAreForwardedOneAfterTheOther() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("rates"));
                RunningGateway gateway = bank.gateway(upstream);
                StreamTunnel tunnel = new StreamTunnel(gateway, BANK);
                RawClient client = tunnel.connectRaw().startTls(bank.trusting(), "bank.example")) {
            assertThat(tunnel.head().field(":status")).isEqualTo("200");
            assertThat(client.send(GET).readResponse().text()).isEqualTo("rates");
            assertThat(client.send(GET).readResponse().status()).isEqualTo(200);

            Exchange connect = gateway.ended();
            assertThat(connect.head().method()).isEqualTo("CONNECT");
            assertThat(connect.protocol).isEqualTo("HTTP/2");
            assertThat(connect.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(gateway.ended().protocol).isEqualTo("HTTP/1.1");
            assertThat(upstream.connection(0).serverName()).isEqualTo("bank.example");
        }
    }

    @Test
    void aLastResponseEndsTlsAndThenTheStream() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("rates"));
                RunningGateway gateway = bank.gateway(upstream);
                StreamTunnel tunnel = new StreamTunnel(gateway, BANK);
                RawClient client = tunnel.connectRaw().startTls(bank.trusting(), "bank.example")) {
            WireMessage last = client.send("GET /rates HTTP/1.1\r\nHost: bank.example\r\nConnection: close\r\n\r\n")
                    .readResponse();

            assertThat(last.text()).isEqualTo("rates");
            assertThat(client.isClosedByPeer()).as("by close_notify").isTrue();
            assertThat(tunnel.last().ends()).as("not reset").isTrue();
        }
    }

    @Test
    void thePolicyIsKeptInside() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.silent());
                RunningGateway gateway = bank.gateway(upstream);
                StreamTunnel tunnel = new StreamTunnel(gateway, BANK);
                RawClient client = tunnel.connectRaw().startTls(bank.trusting(), "bank.example")) {
            assertThat(client.send("GET / HTTP/1.1\r\nHost: open.example\r\n\r\n")
                            .readResponse()
                            .status())
                    .isEqualTo(421);
            assertThat(client.send(GET).readResponse().status()).isEqualTo(504);
        }
    }

    @Test
    void amongBothVersionsTheOlderIsAgreedOnInside() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("no"));
                RunningGateway gateway = bank.gateway(upstream);
                StreamTunnel tunnel = new StreamTunnel(gateway, BANK);
                SSLSocket tls = bank.secured(tunnel.connect(), "bank.example", "h2", "http/1.1")) {
            assertThat(tls.getApplicationProtocol()).isEqualTo("http/1.1");
        }
    }

    @Test
    void aClientThatOffersNothingButHttp2InsideIsToldSo() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("no"));
                RunningGateway gateway = bank.gateway(upstream);
                StreamTunnel tunnel = new StreamTunnel(gateway, BANK);
                Socket socket = tunnel.connect()) {
            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(() -> bank.secured(socket, "bank.example", "h2"))
                    .withMessageContaining("no_application_protocol");
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.CLIENT_MALFORMED);
        }
    }

    @Test
    void http2ThatWasNotAgreedOnInsideIsRefused() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("no"));
                RunningGateway gateway = bank.gateway(upstream);
                StreamTunnel tunnel = new StreamTunnel(gateway, BANK);
                RawClient client = tunnel.connectRaw().startTls(bank.trusting(), "bank.example")) {
            assertThat(client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                            .readResponse()
                            .status())
                    .isEqualTo(505);
        }
    }

    @Test
    void aGreetingThatDoesNotWaitForTheAnswerIsNotLost() throws Exception {
        String hello = new String(new Hello().serverName("other.example").bytes(), StandardCharsets.ISO_8859_1);
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("no"));
                RunningGateway gateway = bank.gateway(upstream);
                FrameClient client = new FrameClient(gateway.port())) {
            client.headers(1, false, ":method", "CONNECT", ":authority", BANK).data(1, hello, false);

            assertThat(client.read().field(":status")).isEqualTo("200");
            Frame answer = client.read();
            assertThat(answer.carries()).isTrue();
            assertThat(answer.payload()[0]).as("an alert").isEqualTo((byte) 21);
        }
    }

    @Test
    void anotherServerNameThanTheConnectsIsAnsweredByAnAlert() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("no"));
                RunningGateway gateway = bank.gateway(upstream);
                StreamTunnel tunnel = new StreamTunnel(gateway, BANK);
                RawClient client = tunnel.connectRaw()) {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> client.startTls(bank.trusting(), "other.example"))
                    .havingCause()
                    .withMessageContaining("unrecognized_name");

            assertThat(gateway.ended().detail())
                    .isEqualTo("the server name is other.example, the CONNECT was for bank.example");
        }
    }

    @Test
    void aStreamThatTheClientResetsIsOver() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("no"));
                RunningGateway gateway = bank.gateway(upstream);
                FrameClient client = new FrameClient(gateway.port())) {
            client.headers(1, false, ":method", "CONNECT", ":authority", BANK);
            assertThat(client.read().field(":status")).isEqualTo("200");
            client.reset(1, Http2Error.CANCEL);

            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.CLIENT_GONE);
        }
    }

    @Test
    void withoutAnAuthorityTheConnectIsRefusedAndSaysWhatIsMissing() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("no"));
                RunningGateway gateway = RunningGateway.intercepting(TlsIdentities.NONE, bank.yaml(upstream, ""));
                FrameClient client = new FrameClient(gateway.port())) {
            client.headers(1, false, ":method", "CONNECT", ":authority", BANK);

            assertThat(client.read().field(":status")).isEqualTo("502");
            assertThat(client.read().text()).contains("--ca-certificate and --ca-key");
        }
    }

    @Test
    void drainingEndsWhatIsIdleInside() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("rates"));
                RunningGateway gateway = bank.gateway(upstream);
                StreamTunnel tunnel = new StreamTunnel(gateway, BANK);
                RawClient client = tunnel.connectRaw().startTls(bank.trusting(), "bank.example")) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(200);
            CompletableFuture<Void> drained = gateway.drain();

            assertThat(client.isClosedByPeer()).isTrue();
            drained.get(10, TimeUnit.SECONDS);
        }
    }
}
