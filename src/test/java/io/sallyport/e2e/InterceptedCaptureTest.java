package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.TlsIdentities;
import io.sallyport.listener.FrameClient;
import io.sallyport.tls.Alert;
import io.sallyport.tls.Hello;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS of clients that know of no proxy, and ends here. */
class InterceptedCaptureTest {

    private static final String GET = "GET /rates HTTP/1.1\r\nHost: bank.example\r\n\r\n";

    @TempDir
    static Path folder;

    static Intercepting bank;

    @BeforeAll
    static void issue() throws Exception {
        bank = Intercepting.in(folder);
    }

    @Test
    void theCertificateIsForTheServerNameAndRequestsInsideAreForwarded() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("rates"));
                RunningGateway gateway = bank.gateway(upstream).capturing();
                RawClient client = gateway.connectCaptured().startTls(bank.trusting(), "Bank.Example")) {
            assertThat(client.send(GET).readResponse().text()).isEqualTo("rates");
            assertThat(client.send(GET).readResponse().status()).isEqualTo(200);

            Exchange captured = gateway.ended();
            assertThat(captured.head().authority()).isEqualTo("bank.example:443");
            assertThat(captured.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(captured.status).as("nothing was said in HTTP").isZero();
            Exchange first = gateway.ended();
            assertThat(first.head().scheme()).isEqualTo("https");
            assertThat(first.head().path()).isEqualTo("/rates");
            assertThat(upstream.connection(0).serverName()).isEqualTo("bank.example");
        }
    }

    @Test
    void theRoutesTimeoutIsKept() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.silent());
                RunningGateway gateway = bank.gateway(upstream).capturing();
                RawClient client = gateway.connectCaptured().startTls(bank.trusting(), "bank.example")) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(504);
        }
    }

    @Test
    void http2IsSpokenAsWell() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("rates"));
                RunningGateway gateway = bank.gateway(upstream).capturing();
                FrameClient client = new FrameClient(secured(gateway, "h2"))) {
            client.headers(1, true, InterceptedHttp2Test.request("GET", "open.example"));
            assertThat(client.read().field(":status")).isEqualTo("421");
            client.read();
            client.headers(3, true, InterceptedHttp2Test.request("GET", "bank.example"));
            assertThat(client.read().field(":status")).isEqualTo("200");
            assertThat(client.read().text()).isEqualTo("rates");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: open.example\r\n\r\n",
                "GET https://open.example/ HTTP/1.1\r\nHost: bank.example\r\n\r\n",
                "GET https://bank.example:8443/ HTTP/1.1\r\nHost: bank.example\r\n\r\n",
                "GET http://bank.example/ HTTP/1.1\r\nHost: bank.example\r\n\r\n"
            })
    void aRequestForAnotherThanTheServerNameIsMisdirected(String request) throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("no"));
                RunningGateway gateway = bank.gateway(upstream).capturing();
                RawClient client = gateway.connectCaptured().startTls(bank.trusting(), "bank.example")) {
            WireMessage answer = client.send(request).readResponse();

            assertThat(answer.status()).isEqualTo(421);
            assertThat(answer.text()).contains("its connection for bank.example:443");
            assertThat(upstream.connectionCount()).isZero();
        }
    }

    @Test
    void withoutAnAuthorityTheClientGetsAnAlertAndTheLogTheReason() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("no"));
                RunningGateway gateway = RunningGateway.intercepting(TlsIdentities.NONE, bank.yaml(upstream, ""))
                        .capturing();
                RawClient client = gateway.connectCaptured()) {
            client.send(new Hello().serverName("bank.example").bytes());

            assertThat(client.readToEnd()).isEqualTo(Alerts.bytes(Alert.INTERNAL_ERROR));
            Exchange exchange = gateway.ended();
            assertThat(exchange.outcome()).isEqualTo(Outcome.INTERNAL);
            assertThat(exchange.detail()).contains("--ca-certificate and --ca-key");
        }
    }

    @Test
    void aHostThatIsNotListedIsNeverIntercepted() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("no"));
                RunningGateway gateway = bank.gateway(upstream).capturing();
                RawClient client = gateway.connectCaptured()) {
            client.send(new Hello().serverName("other.example").bytes());

            assertThat(client.readToEnd()).isEqualTo(Alerts.bytes(Alert.ACCESS_DENIED));
            assertThat(gateway.ended().detail()).isEqualTo("host-not-listed");
        }
    }

    @Test
    void aClientThatLeavesInTheHandshakeIsLogged() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("no"));
                RunningGateway gateway = bank.gateway(upstream).capturing()) {
            try (RawClient client = gateway.connectCaptured()) {
                client.send(new Hello().serverName("bank.example").bytes()).halfClose();
            }

            assertThat(gateway.ended().head().authority()).isEqualTo("bank.example:443");
        }
    }

    private static SSLSocket secured(RunningGateway gateway, String... protocols) throws Exception {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.capturePort());
        return bank.secured(socket, "bank.example", protocols);
    }
}
