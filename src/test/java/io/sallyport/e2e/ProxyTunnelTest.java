package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A DestinationRule's {@code tunnel}: endpoints that are proxies, asked for a target behind them. */
class ProxyTunnelTest {

    private static final String CONNECT = "CONNECT bank.example:9000 HTTP/1.1\r\nHost: bank.example:9000\r\n\r\n";
    private static final String ESTABLISHED = "HTTP/1.1 200 OK\r\nX-Proxy: far\r\n\r\n";

    @TempDir
    Path folder;

    @Test
    void aTunnelAsksTheProxyForTheTargetFirst() throws Exception {
        try (ScriptedUpstream proxy = ScriptedUpstream.start(connection -> {
                    String asked = connection.readHead();
                    // What the server behind says first comes together with the proxy's answer.
                    connection.send(ESTABLISHED + "welcome ");
                    byte[] all = connection.readToEnd();
                    connection.send(asked.lines().findFirst().orElse("") + ", " + all.length);
                });
                RunningGateway gateway = RunningGateway.of(through(proxy.port(), ""));
                RawClient client = gateway.connect()) {
            assertThat(client.send(CONNECT + "hel").readHead().status()).isEqualTo(200);
            client.send("lo").halfClose();

            assertThat(client.readToEnd()).asString().isEqualTo("welcome CONNECT far.example:8443 HTTP/1.1, 5");
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @Test
    void requestsGoThroughTheProxyTooAndShareTheConnection() throws Exception {
        try (ScriptedUpstream proxy = ScriptedUpstream.start(connection -> {
                    connection.readHead();
                    connection.send(ESTABLISHED);
                    Script.ok("from afar").play(connection);
                });
                RunningGateway gateway = RunningGateway.of(through(proxy.port(), ""));
                RawClient client = gateway.connect()) {
            String get = "GET / HTTP/1.1\r\nHost: bank.example\r\n\r\n";

            assertThat(client.send(get).readResponse().text()).isEqualTo("from afar");
            assertThat(client.send(get).readResponse().text()).isEqualTo("from afar");
            assertThat(proxy.connectionCount()).isOne();
        }
    }

    @Test
    void tlsIsSpokenWithTheProxyAndNotWithTheTarget() throws Exception {
        TlsAuthority authority = TlsAuthority.create(folder, "authority");
        TlsIdentity shown = authority.issue("dns:bank.example").identity();
        String tls = ", tls: {mode: SIMPLE, caCertificates: " + authority.certificatePem() + "}";
        try (ScriptedUpstream proxy = ScriptedUpstream.startTls(shown, connection -> {
                    connection.readHead();
                    connection.send(ESTABLISHED);
                    connection.send(connection.readBytes(4));
                    connection.send("pong");
                });
                RunningGateway gateway = RunningGateway.of(through(proxy.port(), tls));
                RawClient client = gateway.connect()) {
            client.send(CONNECT + "ping");

            assertThat(client.readHead().status()).isEqualTo(200);
            assertThat(client.readBytes(8)).asString().isEqualTo("pingpong");
            assertThat(proxy.connection(0).serverName()).isEqualTo("bank.example");
        }
    }

    @Test
    void aProxyThatRefusesIsToldOfBeforeAnythingIsEstablished() throws Exception {
        try (ScriptedUpstream proxy =
                        ScriptedUpstream.start(Script.answering("HTTP/1.1 407 Who\r\nContent-Length: 2\r\n\r\nno"));
                RunningGateway gateway = RunningGateway.of(through(proxy.port(), ""));
                RawClient client = gateway.connect()) {
            assertThat(client.send(CONNECT).readResponse().status()).isEqualTo(503);

            Exchange exchange = gateway.ended();
            assertThat(exchange.outcome()).isEqualTo(Outcome.CONNECTION_FAILED);
            assertThat(exchange.detail()).isEqualTo("the proxy answered CONNECT with 407");
        }
    }

    @Test
    void aProxyThatSaysNothingIsBoundedByTheConnectTimeout() throws Exception {
        try (ScriptedUpstream proxy = ScriptedUpstream.start(Script.silent());
                RunningGateway gateway =
                        RunningGateway.of(through(proxy.port(), ", connectionPool: {tcp: {connectTimeout: 200ms}}"));
                RawClient client = gateway.connect()) {
            assertThat(client.send(CONNECT).readResponse().status()).isEqualTo(503);

            Exchange exchange = gateway.ended();
            assertThat(exchange.outcome()).isEqualTo(Outcome.CONNECTION_TIMEOUT);
            assertThat(exchange.detail()).isEqualTo("the proxy did not answer CONNECT in time");
        }
    }

    @Test
    void aProxyThatHangsUpIsToldOf() throws Exception {
        try (ScriptedUpstream proxy = ScriptedUpstream.start(ScriptedConnection::readHead);
                RunningGateway gateway = RunningGateway.of(through(proxy.port(), ""));
                RawClient client = gateway.connect()) {
            assertThat(client.send(CONNECT).readResponse().status()).isEqualTo(503);
            assertThat(gateway.ended().detail()).isEqualTo("closed by the proxy during CONNECT");
        }
    }

    private static String through(int port, String more) {
        return Yaml.bank(port) + """
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: bank}
                spec:
                  host: bank.example
                  trafficPolicy: {tunnel: {targetHost: far.example, targetPort: 8443}%s}
                """.formatted(more);
    }
}
