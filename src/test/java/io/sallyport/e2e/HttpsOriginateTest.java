package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An HTTPS port that one annotation has called in the clear: every rule of HTTP applies, and the server is verified. */
class HttpsOriginateTest {

    @TempDir
    static Path folder;

    static TlsAuthority authority;
    static TlsAuthority.Issued bank;

    @BeforeAll
    static void issue() {
        authority = TlsAuthority.create(folder, "authority");
        bank = authority.issue("dns:bank.example");
    }

    /** Trusts the test's authority; the annotation alone trusts the system's. */
    private static String trusting(ScriptedUpstream upstream) {
        return annotated(upstream) + """
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: bank}
                spec:
                  host: bank.example
                  trafficPolicy: {tls: {mode: SIMPLE, caCertificates: %s}}
                """.formatted(authority.certificatePem());
    }

    private static String annotated(ScriptedUpstream upstream) {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: bank, annotations: {sallyport.io/https: originate}}
                spec:
                  hosts: [bank.example]
                  resolution: DNS
                  ports: [{number: 443, name: https, protocol: HTTPS, targetPort: %d}]
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: bank}
                spec:
                  hosts: [bank.example]
                  http:
                  - timeout: 300ms
                    retries: {attempts: 1, retryOn: "503"}
                    route: [{destination: {host: bank.example}}]
                """.formatted(upstream.port());
    }

    private static String get(String target, String host) {
        return "GET " + target + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
    }

    @Test
    void plainRequestsToPort80AndTo443AndHttpsRequestsLeaveOverTls() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("secret rates"));
                RunningGateway running = RunningGateway.of(trusting(upstream));
                RawClient client = running.connect()) {
            for (String request : new String[] {
                get("http://bank.example/rates", "bank.example"),
                get("http://bank.example:443/rates", "bank.example:443"),
                get("https://bank.example/rates", "bank.example"),
                get("/rates", "bank.example")
            }) {
                assertThat(client.send(request).readResponse().text()).isEqualTo("secret rates");
                assertThat(running.ended().forward().cluster().name()).isEqualTo("outbound|443||bank.example");
            }
            assertThat(upstream.connection(0).serverName()).isEqualTo("bank.example");
        }
    }

    @Test
    void theRoutesTimeoutHolds() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.silent());
                RunningGateway running = RunningGateway.of(trusting(upstream));
                RawClient client = running.connect()) {
            long begun = System.nanoTime();

            assertThat(client.send(get("http://bank.example/", "bank.example"))
                            .readResponse()
                            .status())
                    .isEqualTo(504);
            assertThat(running.ended().outcome()).isEqualTo(Outcome.REQUEST_TIMEOUT);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void theRoutesRetriesAreMade() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(
                        bank.identity(),
                        Script.answering("HTTP/1.1 503 No\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"),
                        Script.ok("second"));
                RunningGateway running = RunningGateway.of(trusting(upstream));
                RawClient client = running.connect()) {
            assertThat(client.send(get("https://bank.example/", "bank.example"))
                            .readResponse()
                            .text())
                    .isEqualTo("second");
            assertThat(running.ended().attempts()).hasSize(2);
        }
    }

    @Test
    void withoutARuleTheServerIsVerifiedAgainstTheSystemsAuthorities() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("no"));
                RunningGateway running = RunningGateway.of(
                        // Reading the system's authorities takes its time, once.
                        annotated(upstream).replace("timeout: 300ms", "timeout: 30s"));
                RawClient client = running.connect()) {
            assertThat(client.send(get("http://bank.example/", "bank.example"))
                            .readResponse()
                            .status())
                    .isEqualTo(503);

            Exchange exchange = running.ended();
            assertThat(exchange.outcome()).isEqualTo(Outcome.TLS_CERTIFICATE_REJECTED);
            assertThat(exchange.detail()).contains("its issuer is none of the trusted authorities");
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @Test
    void connectIsRefusedWithTheWayOut() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("no"));
                RunningGateway running = RunningGateway.of(trusting(upstream));
                RawClient client = running.connect()) {
            WireMessage answer = client.send("CONNECT bank.example:443 HTTP/1.1\r\nHost: bank.example:443\r\n\r\n")
                    .readResponse();

            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.text())
                    .contains("port-not-tunnelled")
                    .contains("sallyport.io/https: originate")
                    .contains("Send http://bank.example:443")
                    .contains("intercept");
            assertThat(upstream.connectionCount()).isZero();
        }
    }
}
