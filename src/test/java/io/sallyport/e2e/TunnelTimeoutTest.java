package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.tls.Hello;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A VirtualService's timeout where the bytes are nobody's to read: approximate, and asked for by an annotation. */
class TunnelTimeoutTest {

    private static final String CONNECT = "CONNECT bank.example:443 HTTP/1.1\r\nHost: bank.example:443\r\n\r\n";
    private static final String GET = "GET / HTTP/1.1\r\nHost: bank.example\r\n\r\n";
    private static final String APPROXIMATE = ", annotations: {sallyport.io/tunnel-timeout: approximate}";

    @TempDir
    Path folder;

    @Test
    void anOriginThatNeverAnswersTheClientHelloIsGivenUp() throws Exception {
        try (ScriptedUpstream origin = ScriptedUpstream.start(ScriptedConnection::awaitPeerClose);
                RunningGateway gateway = RunningGateway.of(bounded(origin.port(), APPROXIMATE));
                RawClient client = gateway.connect()) {
            assertThat(client.send(CONNECT).readHead().status()).isEqualTo(200);
            client.send(new Hello().serverName("bank.example").bytes());

            assertThat(client.isClosedByPeer()).isTrue();
            Exchange exchange = gateway.ended();
            assertThat(exchange.outcome()).isEqualTo(Outcome.REQUEST_TIMEOUT);
            assertThat(Objects.requireNonNull(exchange.outcome()).flag()).isEqualTo("UT");
            assertThat(exchange.detail()).isEqualTo("approximate: no byte within 300 ms of the first bytes");
            assertThat(origin.connection(0).hasEnded()).isTrue();
        }
    }

    @Test
    void aRequestInsideThatIsNotAnsweredIsGivenUpAndAQuickOneIsNot() throws Exception {
        TlsIdentity bank = TlsIdentity.create(folder, "bank.example");
        try (ScriptedUpstream origin = ScriptedUpstream.startTls(bank, connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                    connection.readRequest();
                    connection.awaitPeerClose();
                });
                RunningGateway gateway = RunningGateway.of(bounded(origin.port(), APPROXIMATE));
                RawClient client = gateway.connect()) {
            client.send(CONNECT).readHead();
            client.startTls(bank.context(), "bank.example");
            assertThat(client.send(GET).readResponse().text()).isEqualTo("ok");

            assertThat(client.send(GET).isClosedByPeer()).isTrue();
            Exchange exchange = gateway.ended();
            assertThat(exchange.outcome()).isEqualTo(Outcome.REQUEST_TIMEOUT);
            assertThat(exchange.detail()).isEqualTo("approximate: no byte within 300 ms of what was sent last");
        }
    }

    @Test
    void silenceAfterAnAnswerIsNobodysDelay() throws Exception {
        TlsIdentity bank = TlsIdentity.create(folder, "bank.example");
        try (ScriptedUpstream origin = ScriptedUpstream.startTls(bank, connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n");
                    connection.pause(Duration.ofMillis(800));
                    connection.send("ok");
                });
                RunningGateway gateway = RunningGateway.of(bounded(origin.port(), APPROXIMATE));
                RawClient client = gateway.connect()) {
            client.send(CONNECT).readHead();
            client.startTls(bank.context(), "bank.example");

            assertThat(client.send(GET).readResponse().text()).isEqualTo("ok");
        }
    }

    @Test
    void withoutTheAnnotationTunnelsAreNotBounded() throws Exception {
        try (ScriptedUpstream origin = ScriptedUpstream.start(connection -> {
                    connection.readBytes(5);
                    connection.pause(Duration.ofMillis(800));
                    connection.send("late");
                });
                RunningGateway gateway = RunningGateway.of(bounded(origin.port(), ""));
                RawClient client = gateway.connect()) {
            client.send(CONNECT).readHead();
            client.send(new Hello().serverName("bank.example").bytes());

            assertThat(client.readBytes(4)).asString().isEqualTo("late");
        }
    }

    private static String bounded(int port, String annotations) {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: bank%2$s}
                spec:
                  hosts: [bank.example]
                  resolution: DNS
                  ports: [{number: 443, name: https, protocol: HTTPS, targetPort: %1$d}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: bank}
                spec:
                  hosts: [bank.example]
                  http:
                  - {timeout: 300ms, route: [{destination: {host: bank.example, port: {number: 443}}}]}
                """.formatted(port, annotations);
    }
}
