package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Origins that are not, or no longer, who they say: in each way that verifies them they get an alert and no request. */
class UntrustedOriginTest {

    private static final String HOST = "bank.example";

    @TempDir
    static Path folder;

    static HttpsParties parties;
    static List<Bad> bad;

    /**
     * An origin that is not to be trusted.
     *
     * @param settings of the DestinationRule's {@code tls}, after a comma
     * @param reason as it is told
     */
    record Bad(String name, TlsIdentity shown, String settings, String reason) {}

    @BeforeAll
    static void issue() throws Exception {
        parties = HttpsParties.in(folder, HOST);
        TlsAuthority authority = parties.authority();
        bad = List.of(
                new Bad("expired", parties.expired().identity(), "", "the certificate has expired"),
                new Bad(
                        "self-signed",
                        TlsIdentity.create(folder, HOST),
                        "",
                        "its issuer is none of the trusted authorities"),
                new Bad(
                        "for another name",
                        authority.issue("dns:other.example").identity(),
                        "",
                        "the certificate is for other.example, not for bank.example"),
                new Bad(
                        "revoked",
                        parties.origin().identity(),
                        ", caCrl: " + authority.revoke(parties.origin()),
                        "the certificate was revoked"),
                new Bad(
                        "of another authority",
                        TlsAuthority.create(folder, "another")
                                .issue("dns:" + HOST)
                                .identity(),
                        "",
                        "its issuer is none of the trusted authorities"));
    }

    static Stream<Arguments> refused() {
        return ways().flatMap(way ->
                protocols().flatMap(protocol -> bad.stream().map(one -> Arguments.of(way, protocol, one.name(), one))));
    }

    static Stream<Arguments> served() {
        return ways().flatMap(way -> protocols().map(protocol -> Arguments.of(way, protocol)));
    }

    private static Stream<HttpsWay> ways() {
        return Stream.of(HttpsWay.values()).filter(HttpsWay::readsRequests);
    }

    private static Stream<String> protocols() {
        return Stream.of("http/1.1", "h2");
    }

    @ParameterizedTest(name = "{0}, {1}, {2}")
    @MethodSource("refused")
    void isToldByNameAndGetsNoByteOfARequest(HttpsWay way, String protocol, String name, Bad origin) throws Exception {
        Arrivals<ScriptedConnection> secured = new Arrivals<>();
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(origin.shown(), List.of(protocol), secured::add);
                RunningGateway gateway = gateway(way, upstream, origin.settings());
                RawClient app = parties.open(way, gateway)) {
            WireMessage answer = app.send(way.get(HOST, "/secret")).readResponse();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.field("Proxy-Status"))
                    .hasValueSatisfying(field -> assertThat(field)
                            .contains("error=tls_certificate_error")
                            .contains(origin.reason()));
            Exchange exchange = last(way, gateway);
            assertThat(exchange.outcome()).isEqualTo(Outcome.TLS_CERTIFICATE_REJECTED);
            assertThat(Objects.requireNonNull(exchange.outcome()).flag()).isEqualTo("UF");
            assertThat(exchange.detail()).contains(origin.reason());
            assertThat(exchange.attempts())
                    .hasSize(3)
                    .allSatisfy(attempt -> assertThat(attempt.outcome).isEqualTo(Outcome.TLS_CERTIFICATE_REJECTED));
            for (int i = 0; i < 3; i++) {
                ScriptedConnection connection = upstream.connection(i);
                assertThat(connection.hasEnded()).isTrue();
                assertThat(connection.cutBy()).as("what the handshake ended by").isNotNull();
            }
            assertThat(secured.soFar())
                    .as("no handshake was ended by its client's part, so that no data could follow")
                    .isEmpty();
        }
    }

    /** What the test above relies on: a handshake that ends well is followed by bytes, of the protocol that was chosen. */
    @ParameterizedTest(name = "{0}, {1}")
    @MethodSource("served")
    void aGoodOneGetsTheFirstBytes(HttpsWay way, String protocol) throws Exception {
        Arrivals<String> first = new Arrivals<>();
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(
                        parties.origin().identity(),
                        List.of(protocol),
                        connection -> first.add(new String(connection.readBytes(3), StandardCharsets.US_ASCII)));
                RunningGateway gateway = gateway(way, upstream, "");
                RawClient app = parties.open(way, gateway)) {
            app.send(way.get(HOST, "/secret"));

            assertThat(first.await(0)).isEqualTo(protocol.equals("h2") ? "PRI" : "GET");
        }
    }

    private static RunningGateway gateway(HttpsWay way, ScriptedUpstream upstream, String settings) {
        return RunningGateway.intercepting(
                parties.identities(), new HttpsBank(upstream).tls(settings).yaml(way, parties));
    }

    private static Exchange last(HttpsWay way, RunningGateway gateway) throws InterruptedException {
        Exchange exchange = gateway.ended();
        for (int i = 1; i < way.exchanges(); i++) {
            exchange = gateway.ended();
        }
        return exchange;
    }
}
