package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sallyport.authority.MintedIdentities;
import io.sallyport.authority.TestAuthority;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.TlsIdentities;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTPS whose TLS ends here: a client that trusts the operator's authority, and the full policy for what is inside. */
class InterceptionTest {

    private static final String GET = "GET /rates HTTP/1.1\r\nHost: bank.example\r\n\r\n";

    @TempDir
    static Path folder;

    static Intercepting intercepting;
    static TlsAuthority authority;
    static TlsAuthority.Issued bank;
    static TlsIdentities identities;
    static SSLContext trusting;

    @BeforeAll
    static void issue() throws Exception {
        intercepting = Intercepting.in(folder);
        authority = intercepting.authority();
        bank = intercepting.bank();
        identities = intercepting.identities();
        trusting = intercepting.trusting();
    }

    @Test
    void requestsInsideAreForwardedOverVerifiedTlsOneAfterTheOther() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("secret rates"));
                RunningGateway running = RunningGateway.intercepting(identities, yaml(upstream));
                RawClient client = connected(running)) {
            Exchange connect = running.ended();
            WireMessage first = client.send(GET).readResponse();
            WireMessage second = client.send(GET).readResponse();

            assertThat(first.text()).isEqualTo("secret rates");
            assertThat(second.status()).isEqualTo(200);
            assertThat(upstream.connection(0).serverName()).isEqualTo("bank.example");
            assertThat(upstream.request(0).startLine()).isEqualTo("GET /rates HTTP/1.1");
            assertThat(upstream.connectionCount()).as("one connection for both").isOne();
            assertThat(connect.head().method()).isEqualTo("CONNECT");
            assertThat(connect.outcome()).isEqualTo(Outcome.COMPLETED);
            assertThat(connect.status).isEqualTo(200);
            assertThat(running.ended().head().scheme()).isEqualTo("https");
            assertThat(running.ended().outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void bothVersionsOfTlsAreSpoken(String version) throws Exception {
        SSLContext only = SSLContext.getInstance(version);
        only.init(null, Intercepting.managers(intercepting.operator()), null);
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("ok"));
                RunningGateway running = RunningGateway.intercepting(identities, yaml(upstream));
                RawClient client = connect(running, "bank.example:443").startTls(only, "bank.example")) {
            assertThat(client.send(GET).readResponse().text()).isEqualTo("ok");
            assertThat(client.send("GET / HTTP/1.1\r\nHost: bank.example\r\nConnection: close\r\n\r\n")
                            .readResponse()
                            .status())
                    .isEqualTo(200);
            assertThat(client.isClosedByPeer()).as("orderly, by close_notify").isTrue();
        }
    }

    @Test
    void theRoutesTimeoutIsKeptInside() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.silent());
                RunningGateway running = RunningGateway.intercepting(identities, yaml(upstream));
                RawClient client = connected(running)) {
            running.ended();
            WireMessage answer = client.send(GET).readResponse();

            Exchange exchange = running.ended();
            assertThat(answer.status()).isEqualTo(504);
            assertThat(exchange.outcome()).isEqualTo(Outcome.REQUEST_TIMEOUT);
            assertThat(Duration.ofNanos(exchange.endedNanos() - exchange.startedNanos()))
                    .isBetween(Duration.ofMillis(290), Duration.ofSeconds(3));
        }
    }

    @Test
    void whatTheRouteRetriesIsRetriedInside() throws Exception {
        try (ScriptedUpstream upstream =
                        ScriptedUpstream.startTls(bank.identity(), Script.resetting(), Script.ok("ok"));
                RunningGateway running = RunningGateway.intercepting(identities, yaml(upstream));
                RawClient client = connected(running)) {
            running.ended();

            assertThat(client.send(GET).readResponse().text()).isEqualTo("ok");
            assertThat(running.ended().attempts()).hasSize(2);
            assertThat(upstream.requests()).hasSize(2);
        }
    }

    @Test
    void aRouteMayRefuseInsideAndTheConnectionLivesOn() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("ok"));
                RunningGateway running = RunningGateway.intercepting(identities, yaml(upstream));
                RawClient client = connected(running)) {
            WireMessage refused = client.send("GET /admin HTTP/1.1\r\nHost: bank.example\r\n\r\n")
                    .readResponse();

            assertThat(refused.status()).isEqualTo(403);
            assertThat(client.send(GET).readResponse().text()).isEqualTo("ok");
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @Test
    void anotherServerNameThanTheConnectsIsAnsweredByAnAlert() throws Exception {
        SSLContext any = Intercepting.trust(intercepting.operator());
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("no"));
                RunningGateway running = RunningGateway.intercepting(identities, yaml(upstream));
                RawClient client = connect(running, "bank.example:443")) {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> client.startTls(any, "other.example"))
                    .havingCause()
                    .withMessageContaining("unrecognized_name");

            Exchange connect = running.ended();
            assertThat(connect.outcome()).isEqualTo(Outcome.DENIED);
            assertThat(connect.detail())
                    .isEqualTo("the server name is other.example, the CONNECT was for bank.example");
            assertThat(upstream.connectionCount()).isZero();
        }
    }

    @Test
    void aTunnelInsideTheTunnelIsRefused() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("no"));
                RunningGateway running = RunningGateway.intercepting(identities, yaml(upstream));
                RawClient client = connected(running)) {
            WireMessage answer = client.send("CONNECT bank.example:443 HTTP/1.1\r\nHost: bank.example\r\n\r\n")
                    .readResponse();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(answer.text()).contains("CONNECT inside a tunnel");
        }
    }

    @Test
    void aClientThatDoesNotTrustTheAuthorityIsToldOfInTheLogWithAHint() throws Exception {
        SSLContext distrusting = SSLContext.getInstance("TLS");
        distrusting.init(null, Intercepting.managers(TestAuthority.in(folder, "another")), null);
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("no"));
                RunningGateway running = RunningGateway.intercepting(identities, yaml(upstream));
                RawClient client = connect(running, "bank.example:443")) {
            assertThatExceptionOfType(UncheckedIOException.class)
                    .isThrownBy(() -> client.startTls(distrusting, "bank.example"))
                    .withCauseInstanceOf(SSLHandshakeException.class);

            Exchange connect = running.ended();
            assertThat(connect.outcome()).isEqualTo(Outcome.CLIENT_GONE);
            assertThat(connect.detail())
                    .contains("the client refused the certificate (certificate_unknown)")
                    .contains("sallyport ca export");
        }
    }

    @Test
    void plainHttpInsideTheTunnelIsNotTakenForTls() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("no"));
                RunningGateway running = RunningGateway.intercepting(identities, yaml(upstream));
                RawClient client = connect(running, "bank.example:443")) {
            client.send(GET);

            Exchange connect = running.ended();
            assertThat(connect.outcome()).isEqualTo(Outcome.CLIENT_MALFORMED);
            assertThat(connect.detail()).isEqualTo("not TLS, where TLS is intercepted");
        }
    }

    @Test
    void withoutAnAuthorityTheConnectIsRefusedAndSaysWhatIsMissing() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("no"));
                RunningGateway running = RunningGateway.of(yaml(upstream));
                RawClient client = running.connect()) {
            WireMessage answer = client.send("CONNECT bank.example:443 HTTP/1.1\r\nHost: bank.example\r\n\r\n")
                    .readResponse();

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).contains("--ca-certificate and --ca-key");
            assertThat(running.ended().outcome()).isEqualTo(Outcome.INTERNAL);
            assertThat(upstream.connectionCount()).isZero();
        }
    }

    @Test
    void aHostThatTheAuthorityMayNotVouchForIsRefusedBeforeTheHandshake() throws Exception {
        TlsIdentities limited = MintedIdentities.open(
                TestAuthority.in(folder, "limited", "shop.example").files(), Intercepting.PROTOCOLS);
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("no"));
                RunningGateway running = RunningGateway.intercepting(limited, yaml(upstream));
                RawClient client = running.connect()) {
            WireMessage answer = client.send("CONNECT bank.example:443 HTTP/1.1\r\nHost: bank.example\r\n\r\n")
                    .readResponse();

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.text()).contains("may not vouch for bank.example");
        }
    }

    @Test
    void aHostThatIsNotListedIsNeverIntercepted() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("no"));
                RunningGateway running = RunningGateway.intercepting(identities, yaml(upstream));
                RawClient client = running.connect()) {
            WireMessage answer = client.send("CONNECT other.example:443 HTTP/1.1\r\nHost: other.example\r\n\r\n")
                    .readResponse();

            assertThat(answer.status()).isEqualTo(403);
            assertThat(running.ended().detail()).isEqualTo("host-not-listed");
        }
    }

    private static RawClient connected(RunningGateway running) {
        return connect(running, "bank.example:443").startTls(trusting, "bank.example");
    }

    private static RawClient connect(RunningGateway running, String authority) {
        RawClient client = running.connect();
        WireMessage answer = client.send("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n\r\n")
                .readHead();
        assertThat(answer.status()).isEqualTo(200);
        return client;
    }

    private static String yaml(ScriptedUpstream upstream) {
        return intercepting.yaml(upstream, "");
    }
}
