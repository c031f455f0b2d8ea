package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Plain requests that leave over TLS: who is let in, who is not, and what each side sees. */
class TlsOriginationTest {

    private static final String GET = "GET /rates HTTP/1.1\r\nHost: bank.example\r\n\r\n";

    @TempDir
    static Path folder;

    static TlsAuthority authority;
    static TlsAuthority.Issued bank;
    static TlsAuthority.Issued expired;
    static TlsAuthority.Issued gateway;

    @BeforeAll
    static void issue() {
        authority = TlsAuthority.create(folder, "authority");
        bank = authority.issue("dns:bank.example", "dns:*.bank.example", "uri:spiffe://bank/api", "ip:127.0.0.1");
        expired = authority.issueExpired("dns:bank.example");
        gateway = authority.issue("dns:gateway.example");
    }

    @Test
    void aRequestGoesOverTlsToTheServerThatItsHostNames() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("secret rates"));
                RunningGateway running = RunningGateway.of(origination(upstream, simple("")));
                RawClient client = running.connect()) {
            WireMessage first = client.send("GET / HTTP/1.1\r\nHost: Bank.Example:80\r\n\r\n")
                    .readResponse();
            WireMessage second = client.send(GET).readResponse();

            assertThat(first.text()).isEqualTo("secret rates");
            assertThat(second.status()).isEqualTo(200);
            assertThat(upstream.connection(0).serverName()).isEqualTo("bank.example");
            assertThat(upstream.connection(0).clientName()).isNull();
            assertThat(upstream.connectionCount()).as("one connection for both").isOne();
            Attempt opening = running.ended().attempts().getFirst();
            assertThat(opening.encrypted).isTrue();
            assertThat(opening.openedNanos).isBetween(opening.resolvedNanos, opening.connectedNanos - 1);
        }
    }

    @Test
    void theEndOfAServersCertificateIsRememberedByTheHostOfItsServiceEntry() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("rates"));
                RunningGateway running = RunningGateway.of(origination(upstream, simple("")));
                RawClient client = running.connect()) {
            assertThat(running.certificates().ends()).isEmpty();

            client.send(GET).readResponse();

            assertThat(running.certificates().ends())
                    .hasEntrySatisfying("bank.example", end -> assertThat(end).isAfter(Instant.now()))
                    .hasSize(1);
        }
    }

    @Test
    void noByteOfARequestReachesAServerThatIsNotTheOne() throws Exception {
        TlsAuthority.Issued other = authority.issue("dns:other.example");
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(other.identity(), Script.ok("stolen"));
                RunningGateway running = RunningGateway.of(origination(upstream, simple("")));
                RawClient client = running.connect()) {
            WireMessage answer = client.send(GET).readResponse();
            Exchange exchange = running.ended();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.field("Proxy-Status"))
                    .hasValueSatisfying(field -> assertThat(field)
                            .contains("error=tls_certificate_error")
                            .contains("the certificate is for other.example, not for bank.example"));
            assertThat(exchange.outcome()).isEqualTo(Outcome.TLS_CERTIFICATE_REJECTED);
            assertThat(exchange.attempts())
                    .as("connect-failure is tried again by default")
                    .hasSize(3);
            assertThat(upstream.connection(2).hasEnded()).isTrue();
            assertThat(upstream.requests()).isEmpty();
        }
    }

    static Stream<Arguments> untrusted() {
        return Stream.of(
                Arguments.of("expired", expired.identity(), "", "the certificate has expired"),
                Arguments.of(
                        "self-signed",
                        TlsIdentity.create(folder, "bank.example"),
                        "",
                        "its issuer is none of the trusted authorities"),
                Arguments.of(
                        "of another authority",
                        TlsAuthority.create(folder, "another")
                                .issue("dns:bank.example")
                                .identity(),
                        "",
                        "its issuer is none of the trusted authorities"),
                Arguments.of(
                        "revoked",
                        bank.identity(),
                        ", caCrl: " + authority.revoke(bank),
                        "the certificate was revoked"),
                Arguments.of(
                        "for other names",
                        bank.identity(),
                        ", subjectAltNames: [nobody.example, spiffe://bank/other]",
                        "not for nobody.example or spiffe://bank/other"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("untrusted")
    void aCertificateThatIsNotGoodIsToldByName(String name, TlsIdentity shown, String settings, String why)
            throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(shown, Script.ok("no"));
                RunningGateway running = RunningGateway.of(origination(upstream, simple(settings)));
                RawClient client = running.connect()) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(503);

            Exchange exchange = running.ended();
            assertThat(exchange.outcome()).isEqualTo(Outcome.TLS_CERTIFICATE_REJECTED);
            assertThat(exchange.detail()).contains(why);
            assertThat(upstream.requests()).isEmpty();
        }
    }

    static Stream<Arguments> trusted() {
        return Stream.of(
                Arguments.of("a list that revokes others", ", caCrl: " + authority.revoke(gateway), "bank.example"),
                Arguments.of("one of several names", ", subjectAltNames: [x.example, bank.example]", "bank.example"),
                Arguments.of("a URI", ", subjectAltNames: [\"spiffe://bank/api\"]", "bank.example"),
                Arguments.of("an address", ", subjectAltNames: [127.0.0.1]", "bank.example"),
                Arguments.of(
                        "sni and name",
                        ", sni: API.bank.example, subjectAltNames: [x.bank.example]",
                        "api.bank.example"),
                Arguments.of("sni alone checks no name", ", sni: any.example", "any.example"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("trusted")
    void theSettingsSayWhichNamesAreSentAndExpected(String name, String settings, String serverName) throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("ok"));
                RunningGateway running = RunningGateway.of(origination(upstream, simple(settings)));
                RawClient client = running.connect()) {
            assertThat(client.send(GET).readResponse().text()).isEqualTo("ok");
            assertThat(upstream.connection(0).serverName()).isEqualTo(serverName);
        }
    }

    @Test
    void withoutAuthoritiesOfItsOwnTheSystemsVerify() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("no"));
                RunningGateway running = RunningGateway.of(origination(upstream, "{mode: SIMPLE}"));
                RawClient client = running.connect()) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(503);
            assertThat(running.ended().detail()).contains("its issuer is none of the trusted authorities");
        }
    }

    @Test
    void insecureSkipVerifyTakesAnybody() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(expired.identity(), Script.ok("ok"));
                RunningGateway running =
                        RunningGateway.of(origination(upstream, "{mode: SIMPLE, insecureSkipVerify: true}"));
                RawClient client = running.connect()) {
            assertThat(client.send(GET).readResponse().text()).isEqualTo("ok");
        }
    }

    @Test
    void aClientCertificateIsShownWhereOneIsWanted() throws Exception {
        String mutual = "{mode: MUTUAL, caCertificates: %s, clientCertificate: %s, privateKey: %s}"
                .formatted(authority.certificatePem(), gateway.certificatePem(), gateway.keyPem());
        try (ScriptedUpstream upstream = ScriptedUpstream.startMutualTls(bank.identity(), Script.ok("known"));
                RunningGateway running = RunningGateway.of(origination(upstream, mutual));
                RawClient client = running.connect()) {
            assertThat(client.send(GET).readResponse().text()).isEqualTo("known");
            assertThat(upstream.connection(0).clientName()).isEqualTo("CN=issued");
        }
    }

    /** With TLS 1.3 the server says so only after the handshake is over for the client. */
    @Test
    void aServerThatWantsAClientCertificateAndGetsNoneIsToldOf() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startMutualTls(bank.identity(), Script.ok("no"));
                RunningGateway running = RunningGateway.of(origination(upstream, simple("")));
                RawClient client = running.connect()) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(503);

            Exchange exchange = running.ended();
            assertThat(exchange.outcome()).isIn(Outcome.TLS_ALERT_RECEIVED, Outcome.UPSTREAM_RESET);
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @Test
    void aPlainServerIsNotTakenForOneThatSpeaksTls() throws Exception {
        try (ScriptedUpstream upstream =
                        ScriptedUpstream.start(connection -> connection.send("HTTP/1.1 400 No\r\n\r\n"));
                RunningGateway running = RunningGateway.of(origination(upstream, simple("")));
                RawClient client = running.connect()) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(503);

            Exchange exchange = running.ended();
            assertThat(exchange.outcome()).isEqualTo(Outcome.TLS_FAILED);
            assertThat(exchange.detail()).isEqualTo("the upstream does not speak TLS");
        }
    }

    @Test
    void aServerThatNeverAnswersTheHandshakeIsBoundedByTheConnectTimeout() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(connection -> connection.awaitPeerClose());
                RunningGateway running = RunningGateway.of(origination(upstream, simple(""))
                        .replace(
                                "trafficPolicy:",
                                "trafficPolicy:\n    connectionPool: {tcp: {connectTimeout: 200ms}}"));
                RawClient client = running.connect()) {
            long begun = System.nanoTime();
            assertThat(client.send(GET).readResponse().status()).isEqualTo(503);

            Exchange exchange = running.ended();
            assertThat(exchange.outcome()).isEqualTo(Outcome.CONNECTION_TIMEOUT);
            assertThat(exchange.detail()).isEqualTo("TLS handshake timeout");
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(5));
        }
    }

    @Test
    void aFileThatIsMissingIsWarnedOfAndToldByRequests() throws Exception {
        Path missing = folder.resolve("missing.pem");
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("no"));
                RunningGateway running =
                        RunningGateway.of(origination(upstream, "{mode: SIMPLE, caCertificates: " + missing + "}"));
                RawClient client = running.connect()) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(503);

            Exchange exchange = running.ended();
            assertThat(exchange.outcome()).isEqualTo(Outcome.TLS_FAILED);
            assertThat(exchange.detail()).isEqualTo("caCertificates " + missing + ": no such file");
        }
    }

    @Test
    void anAuthorityThatIsReplacedIsTrustedWithoutAReload() throws Exception {
        Path trusted = folder.resolve("replaced.pem");
        Files.copy(TlsAuthority.create(folder, "former").certificatePem(), trusted);
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("rates"));
                RunningGateway running =
                        RunningGateway.of(origination(upstream, "{mode: SIMPLE, caCertificates: " + trusted + "}"));
                RawClient client = running.connect()) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(503);
            Files.copy(authority.certificatePem(), trusted, StandardCopyOption.REPLACE_EXISTING);

            // Each try takes the two retries and their pauses, so that this asks no more than some times a second.
            long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
            int status = 503;
            while (status == 503 && System.nanoTime() < end) {
                status = client.send(GET).readResponse().status();
            }

            assertThat(status).isEqualTo(200);
        }
    }

    @Test
    void aKeyThatIsNotOfItsCertificateIsToldOf() throws Exception {
        String mutual = "{mode: MUTUAL, caCertificates: " + authority.certificatePem() + ", clientCertificate: "
                + gateway.certificatePem() + ", privateKey: " + bank.keyPem() + "}";
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("no"));
                RunningGateway running = RunningGateway.of(origination(upstream, mutual));
                RawClient client = running.connect()) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(503);

            assertThat(running.ended().detail())
                    .isEqualTo("privateKey " + bank.keyPem() + ": does not belong to the clientCertificate "
                            + gateway.certificatePem());
        }
    }

    @Test
    void aBodyThatEndsWithTheConnectionNeedsTheEndOfTls() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(
                        bank.identity(),
                        connection -> {
                            connection.readRequest();
                            connection.send("HTTP/1.1 200 OK\r\n\r\nwhole");
                            connection.close();
                        },
                        connection -> {
                            connection.readRequest();
                            connection.send("HTTP/1.1 200 OK\r\n\r\npart");
                            connection.cutBelowTls();
                        });
                RunningGateway running = RunningGateway.of(origination(upstream, simple("")));
                RawClient client = running.connect();
                RawClient other = running.connect()) {
            assertThat(client.send(GET).readResponse().text()).isEqualTo("whole");
            assertThat(running.ended().outcome()).isEqualTo(Outcome.COMPLETED);

            other.send(GET).readHead();
            Exchange cut = running.ended();
            assertThat(cut.outcome()).isEqualTo(Outcome.UPSTREAM_RESET);
            assertThat(cut.detail()).isEqualTo("closed without the end that TLS has");
        }
    }

    @Test
    void connectionsForOtherNamesAreNotShared() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), Script.ok("ok"));
                RunningGateway running = RunningGateway.of(origination(upstream, simple(""))
                        .replace("[bank.example]", "[\"*.bank.example\"]")
                        .replace("host: bank.example", "host: \"*.bank.example\"")
                        .replace("resolution: DNS", "resolution: STATIC\n  endpoints: [{address: 127.0.0.1}]"));
                RawClient client = running.connect()) {
            for (String host : List.of("a.bank.example", "b.bank.example", "a.bank.example")) {
                assertThat(client.send("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                                .readResponse()
                                .status())
                        .isEqualTo(200);
            }
            assertThat(upstream.connections())
                    .extracting(ScriptedConnection::serverName)
                    .containsExactly("a.bank.example", "b.bank.example");
        }
    }

    @Test
    void tlsGoesAroundTheBytesOfATunnel() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank.identity(), connection -> {
                    byte[] all = connection.readToEnd();
                    connection.send("got " + all.length);
                });
                RunningGateway running = RunningGateway.of(
                        origination(upstream, simple("")).replace("protocol: HTTP,", "protocol: TCP,"));
                RawClient client = running.connect()) {
            WireMessage established = client.send(
                            "CONNECT bank.example:80 HTTP/1.1\r\nHost: bank.example:80\r\n\r\nhel")
                    .readHead();
            client.send("lo").halfClose();

            assertThat(established.status()).isEqualTo(200);
            assertThat(client.readToEnd()).asString().isEqualTo("got 5");
            assertThat(upstream.connection(0).serverName()).isEqualTo("bank.example");
            assertThat(running.ended().outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @Test
    void aTunnelToAServerThatIsNotTheOneIsNeverEstablished() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(expired.identity(), Script.ok("no"));
                RunningGateway running = RunningGateway.of(
                        origination(upstream, simple("")).replace("protocol: HTTP,", "protocol: TCP,"));
                RawClient client = running.connect()) {
            WireMessage answer = client.send("CONNECT bank.example:80 HTTP/1.1\r\nHost: bank.example:80\r\n\r\n")
                    .readResponse();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(running.ended().detail()).isEqualTo("the certificate has expired");
        }
    }

    @Test
    void aTunnelsServerThatHangsUpDuringTheHandshakeIsNotWaitedFor() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(connection -> connection.readBytes(5));
                RunningGateway running = RunningGateway.of(
                        origination(upstream, simple("")).replace("protocol: HTTP,", "protocol: TCP,"));
                RawClient client = running.connect()) {
            client.send("CONNECT bank.example:80 HTTP/1.1\r\nHost: bank.example:80\r\n\r\n");

            assertThat(client.readResponse().status()).isEqualTo(503);
            assertThat(running.ended().outcome()).isEqualTo(Outcome.TLS_FAILED);
        }
    }

    private static String simple(String more) {
        return "{mode: SIMPLE, caCertificates: " + authority.certificatePem() + more + "}";
    }

    private static String origination(ScriptedUpstream upstream, String tls) {
        return Yaml.bank(upstream.port()) + """
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: bank}
                spec:
                  host: bank.example
                  trafficPolicy:
                    tls: %s
                """.formatted(tls);
    }
}
