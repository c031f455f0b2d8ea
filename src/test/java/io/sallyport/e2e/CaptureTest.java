package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.listener.FrameClient;
import io.sallyport.policy.Decision;
import io.sallyport.policy.DenialReason;
import io.sallyport.tls.Alert;
import io.sallyport.tls.Hello;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that know of no proxy, on the port where the kernel or DNS leads them. */
class CaptureTest {

    @TempDir
    Path folder;

    @Test
    void tlsGoesToTheHostThatItNames() throws Exception {
        TlsIdentity bank = TlsIdentity.create(folder, "bank.example");
        try (ScriptedUpstream origin = ScriptedUpstream.startTls(bank, Script.ok("rates"));
                RunningGateway gateway =
                        RunningGateway.of(Yaml.bank(origin.port())).capturing()) {
            try (RawClient client = gateway.connectCaptured()) {
                client.startTls(bank.context(), "bank.example");
                assertThat(client.send("GET / HTTP/1.1\r\nHost: bank.example\r\n\r\n")
                                .readResponse()
                                .text())
                        .isEqualTo("rates");
            }
            Exchange exchange = gateway.ended();
            assertThat(exchange.head().authority()).isEqualTo("bank.example:443");
            assertThat(exchange.status).as("nothing was said in HTTP").isZero();
            assertThat(exchange.protocol).isEqualTo("-");
            assertThat(exchange.bytesReceived).isPositive();
        }
    }

    @Test
    void aRequestGoesToTheHostThatItNames() throws Exception {
        try (ScriptedUpstream origin = ScriptedUpstream.start(Script.ok("rates"));
                RunningGateway gateway =
                        RunningGateway.of(Yaml.bank(origin.port())).capturing();
                RawClient client = gateway.connectCaptured()) {
            String get = "GET /rates HTTP/1.1\r\nHost: Bank.Example\r\n\r\n";

            assertThat(client.send(get).readResponse().text()).isEqualTo("rates");
            assertThat(client.send(get).readResponse().text()).isEqualTo("rates");
            assertThat(gateway.ended().head().path()).isEqualTo("/rates");
            assertThat(origin.connectionCount()).isOne();
        }
    }

    @Test
    void http2WithoutTlsGoesToTheHostThatEachRequestNames() throws Exception {
        try (ScriptedUpstream origin = ScriptedUpstream.start(Script.ok("rates"));
                RunningGateway gateway =
                        RunningGateway.of(Yaml.bank(origin.port())).capturing();
                FrameClient client = new FrameClient(gateway.capturePort())) {
            client.headers(1, true, http2("bank.example"));
            assertThat(client.read().field(":status")).isEqualTo("200");
            assertThat(client.read().text()).isEqualTo("rates");
            client.headers(3, true, http2("evil.example"));
            assertThat(client.read().field(":status")).isEqualTo("403");
            assertThat(client.read().text()).contains("host-not-listed");

            Exchange first = gateway.ended();
            assertThat(first.protocol).isEqualTo("HTTP/2");
            assertThat(first.head().port()).isEqualTo(80);
            assertThat(gateway.ended().detail()).isEqualTo("host-not-listed");
        }
    }

    @Test
    void curlThatSpeaksHttp2FromTheFirstByteIsServed() throws Exception {
        Program curl = Program.of("curl", "HTTP2", "apt-get install curl");
        try (ScriptedUpstream origin = ScriptedUpstream.start(Script.ok("rates"));
                RunningGateway gateway =
                        RunningGateway.of(Yaml.bank(origin.port())).capturing()) {
            String output = curl.run(
                    "-sS",
                    "-i",
                    "--http2-prior-knowledge",
                    "--noproxy",
                    "*",
                    "--connect-to",
                    "bank.example:80:127.0.0.1:" + gateway.capturePort(),
                    "http://bank.example/rates");

            assertThat(output).startsWith("HTTP/2 200").endsWith("rates");
        }
    }

    @Test
    void aRequestForAnUnlistedHostIsDeniedAndTold() throws Exception {
        try (RunningGateway gateway = RunningGateway.of(Yaml.bank(1)).capturing();
                RawClient client = gateway.connectCaptured()) {
            WireMessage answer =
                    client.send("GET / HTTP/1.1\r\nHost: evil.example\r\n\r\n").readResponse();

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text()).contains("host-not-listed");
        }
    }

    @Test
    void tlsForAnUnlistedHostIsDeniedByAnAlert() throws Exception {
        Exchange exchange =
                denied(Yaml.bank(1), new Hello().serverName("evil.example").bytes(), Alert.ACCESS_DENIED);

        assertThat(exchange.outcome()).isEqualTo(Outcome.DENIED);
        assertThat(exchange.detail()).isEqualTo("host-not-listed");
        assertThat(exchange.head().host()).isEqualTo("evil.example");
        assertThat(exchange.decision())
                .isInstanceOfSatisfying(
                        Decision.Deny.class, deny -> assertThat(deny.reason()).isEqualTo(DenialReason.HOST_NOT_LISTED));
    }

    @Test
    void tlsThatNamesNobodyAndComesFromNowhereGoesNowhere() throws Exception {
        for (String policy : new String[] {"REGISTRY_ONLY", "ALLOW_ANY"}) {
            try (RunningGateway gateway = (policy.equals("ALLOW_ANY")
                                    ? RunningGateway.allowingAny(Yaml.bank(1))
                                    : RunningGateway.of(Yaml.bank(1)))
                            .capturing();
                    RawClient client = gateway.connectCaptured()) {
                client.send(new Hello().bytes());

                assertThat(client.readToEnd()).isEqualTo(Alerts.bytes(Alert.ACCESS_DENIED));
                assertThat(gateway.ended().outcome()).as(policy).isEqualTo(Outcome.LOOP_DETECTED);
            }
        }
    }

    @Test
    void aHostThatCannotBeReachedIsNoFaultOfTheClient() throws Exception {
        int closed;
        try (ScriptedUpstream origin = ScriptedUpstream.start(Script.ok("gone"))) {
            closed = origin.port();
        }
        Exchange exchange =
                denied(Yaml.bank(closed), new Hello().serverName("bank.example").bytes(), Alert.INTERNAL_ERROR);

        assertThat(exchange.outcome()).isEqualTo(Outcome.CONNECTION_REFUSED);
    }

    @Test
    void otherBytesFromNowhereAreReset() throws Exception {
        try (RunningGateway gateway = RunningGateway.of(Yaml.bank(1)).capturing();
                RawClient client = gateway.connectCaptured()) {
            client.send("PING\r\n");

            assertThat(client.isClosedByPeer()).isTrue();
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.LOOP_DETECTED);
        }
    }

    @Test
    void whatIsLedBackToItsOwnPortIsALoop() throws Exception {
        try (RunningGateway gateway = RunningGateway.of(Yaml.bank(1)).capturing()) {
            gateway.reload(Yaml.bank(gateway.capturePort()));
            try (RawClient client = gateway.connectCaptured()) {
                client.send(new Hello().serverName("bank.example").bytes());

                assertThat(client.readToEnd()).isEqualTo(Alerts.bytes(Alert.ACCESS_DENIED));
                assertThat(gateway.ended().outcome()).isEqualTo(Outcome.LOOP_DETECTED);
            }
        }
    }

    private static String[] http2(String authority) {
        return new String[] {":method", "GET", ":scheme", "http", ":authority", authority, ":path", "/rates"};
    }

    private static Exchange denied(String yaml, byte[] first, Alert alert) throws Exception {
        try (RunningGateway gateway = RunningGateway.of(yaml).capturing();
                RawClient client = gateway.connectCaptured()) {
            client.send(first);

            assertThat(client.readToEnd()).isEqualTo(Alerts.bytes(alert));
            return gateway.ended();
        }
    }
}
