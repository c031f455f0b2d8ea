package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that leaves goes through another proxy. */
class UpstreamProxyTest {

    private static final String GET = "GET /rates HTTP/1.1\r\nHost: bank.example\r\n\r\n";
    private static final String ESTABLISHED = "HTTP/1.1 200 OK\r\n\r\n";

    @TempDir
    Path folder;

    @Test
    void theProxyIsAskedForTheHostByNameAndWithItsCredentials() throws Exception {
        try (ScriptedUpstream proxy = ScriptedUpstream.start(connection -> {
                    String asked = connection.readHead();
                    connection.send(ESTABLISHED);
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: " + asked.length() + "\r\n\r\n" + asked);
                });
                RunningGateway gateway = RunningGateway.behind(
                                "http://us%40er:secret@127.0.0.1:" + proxy.port(), Yaml.bank(81))
                        .knows("bank.example", "nobody resolves this");
                RawClient client = gateway.connect()) {
            assertThat(client.send(GET).readResponse().text()).isEqualToNormalizingNewlines("""
                            CONNECT bank.example:81 HTTP/1.1
                            Host: bank.example:81
                            Proxy-Authorization: Basic dXNAZXI6c2VjcmV0

                            """);
            assertThat(proxy.request(0).field("Proxy-Authorization"))
                    .as("not for the host")
                    .isEmpty();
        }
    }

    @Test
    void connectionsBehindItAreUsedAgain() throws Exception {
        try (ScriptedUpstream proxy = ScriptedUpstream.start(connection -> {
                    connection.readHead();
                    connection.send(ESTABLISHED);
                    Script.ok("rates").play(connection);
                });
                RunningGateway gateway = RunningGateway.behind("http://127.0.0.1:" + proxy.port(), Yaml.bank(81));
                RawClient client = gateway.connect()) {
            client.send(GET).readResponse();

            assertThat(client.send(GET).readResponse().text()).isEqualTo("rates");
            assertThat(proxy.connectionCount()).isOne();
        }
    }

    @Test
    void tlsIsSpokenWithTheHostBehindTheProxy() throws Exception {
        TlsIdentity bank = TlsIdentity.create(folder, "bank.example");
        try (ScriptedUpstream origin = ScriptedUpstream.startTls(bank, Script.ok("over TLS"));
                // The other proxy is one of ours.
                RunningGateway corporate = RunningGateway.of(Yaml.bank(origin.port()));
                RunningGateway gateway = RunningGateway.behind(
                        "http://127.0.0.1:" + corporate.port(), Yaml.bank(443) + """
                                ---
                                apiVersion: networking.istio.io/v1
                                kind: DestinationRule
                                metadata: {name: bank}
                                spec:
                                  host: bank.example
                                  trafficPolicy: {tls: {mode: SIMPLE, caCertificates: %s}}
                                """.formatted(bank.certificatePem()));
                RawClient client = gateway.connect()) {
            assertThat(client.send(GET).readResponse().text()).isEqualTo("over TLS");
            assertThat(origin.connection(0).serverName()).isEqualTo("bank.example");
        }
    }

    @Test
    void tunnelsGoThroughItToo() throws Exception {
        TlsIdentity bank = TlsIdentity.create(folder, "bank.example");
        try (ScriptedUpstream origin = ScriptedUpstream.startTls(bank, Script.ok("end to end"));
                RunningGateway corporate = RunningGateway.of(Yaml.bank(origin.port()));
                RunningGateway gateway = RunningGateway.behind("http://127.0.0.1:" + corporate.port(), Yaml.bank(443));
                RawClient client = gateway.connect()) {
            client.send("CONNECT bank.example:443 HTTP/1.1\r\nHost: bank.example:443\r\n\r\n")
                    .readHead();
            client.startTls(bank.context(), "bank.example");

            assertThat(client.send(GET).readResponse().text()).isEqualTo("end to end");
        }
    }

    @Test
    void whatTheProxyRefusesIsToldWithItsStatus() throws Exception {
        try (ScriptedUpstream proxy = ScriptedUpstream.start(connection -> {
                    connection.readHead();
                    connection.send("HTTP/1.1 407 Proxy Authentication Required\r\nContent-Length: 0\r\n\r\n");
                });
                RunningGateway gateway = RunningGateway.behind("http://127.0.0.1:" + proxy.port(), Yaml.bank(81));
                RawClient client = gateway.connect()) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(503);

            Exchange exchange = gateway.ended();
            assertThat(exchange.outcome()).isEqualTo(Outcome.CONNECTION_FAILED);
            assertThat(exchange.detail()).isEqualTo("the proxy answered CONNECT with 407");
        }
    }
}
