package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CONNECT, through the whole gateway. */
class TunnelTest {

    private static final String CONNECT = "CONNECT bank.example:443 HTTP/1.1\r\nHost: bank.example:443\r\n\r\n";
    private static final String CONNECT_RAW = "CONNECT bank.example:9000 HTTP/1.1\r\nHost: bank.example:9000\r\n\r\n";

    @TempDir
    Path folder;

    @Test
    void tlsToAListedHostGoesThroughEndToEnd() throws Exception {
        TlsIdentity bank = TlsIdentity.create(folder, "bank.example");
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank, Script.ok("over TLS"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            WireMessage established = client.send(CONNECT).readHead();
            client.startTls(bank.context(), "bank.example");
            WireMessage answer =
                    client.send("GET / HTTP/1.1\r\nHost: bank.example\r\n\r\n").readResponse();

            assertThat(established.status()).isEqualTo(200);
            assertThat(established.field("Content-Length")).isEmpty();
            assertThat(established.field("Transfer-Encoding")).isEmpty();
            assertThat(answer.text()).isEqualTo("over TLS");
            assertThat(upstream.connection(0).serverName()).isEqualTo("bank.example");
        }
    }

    @Test
    void bytesSentTogetherWithTheConnectAreNotLost() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(connection -> {
                    connection.send(new String(connection.readBytes(4), StandardCharsets.UTF_8) + "pong");
                });
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            client.send(CONNECT_RAW + "ping");

            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readBytes(8)).asString().isEqualTo("pingpong");
        }
    }

    @Test
    void aReplyAfterTheClientsEndStillArrivesAndTheBytesAreCounted() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(connection -> {
                    byte[] all = connection.readToEnd();
                    connection.send("got " + all.length);
                });
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            assertThat(client.send(CONNECT_RAW).readHead().status()).isEqualTo(200);
            client.send("hello").halfClose();

            assertThat(client.readToEnd()).asString().isEqualTo("got 5");
            Exchange exchange = gateway.ended();
            assertThat(exchange.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(exchange.bytesReceived).isEqualTo(5);
            assertThat(exchange.bytesSent).isEqualTo(5);
        }
    }

    @Test
    void aDeniedTunnelSaysWhyInItsStatusLine() throws Exception {
        try (RunningGateway gateway = RunningGateway.of(Yaml.bank(1));
                RawClient client = gateway.connect()) {
            WireMessage answer = client.send("CONNECT evil.example:443 HTTP/1.1\r\nHost: x\r\n\r\n")
                    .readResponse();

            assertThat(answer.startLine()).isEqualTo("HTTP/1.1 403 evil.example is not a listed host");
            assertThat(answer.text()).contains("protocol: HTTPS");
        }
    }

    @Test
    void aPortThatIsNotListedIsDenied() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("no"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            WireMessage answer = client.send("CONNECT bank.example:22 HTTP/1.1\r\nHost: x\r\n\r\n")
                    .readResponse();

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.reason()).contains("port 22 of bank.example is not listed");
            assertThat(upstream.connectionCount()).isZero();
        }
    }

    @Test
    void aRefusedConnectionIsToldBeforeAnythingIsEstablished() throws Exception {
        int closed;
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("gone"))) {
            closed = upstream.port();
        }
        try (RunningGateway gateway = RunningGateway.of(Yaml.bank(closed));
                RawClient client = gateway.connect()) {
            assertThat(client.send(CONNECT).readResponse().status()).isEqualTo(503);
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.CONNECTION_REFUSED);
        }
    }
}
