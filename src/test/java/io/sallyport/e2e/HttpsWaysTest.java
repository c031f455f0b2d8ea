package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.source.FolderSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The currency example over HTTPS: its own YAML and one line more, against an origin that speaks TLS. */
class HttpsWaysTest {

    private static final String BANK = "www.ecb.europa.eu";
    private static final String RATES = "/stats/eurofxref/eurofxref-daily.xml";
    private static final String NAMED = "metadata: {name: currency-api";
    private static final Duration TIMEOUT = Duration.ofSeconds(3);

    @TempDir
    static Path folder;

    static HttpsParties parties;
    static SystemTrust system;

    @BeforeAll
    static void issue() throws Exception {
        parties = HttpsParties.in(folder, BANK);
        system = SystemTrust.only(folder, parties.authority());
    }

    @AfterAll
    static void restore() {
        system.close();
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerPasses(HttpsWay way) throws Exception {
        try (ScriptedUpstream bank = ScriptedUpstream.startTls(parties.origin().identity(), Script.ok("rates"));
                RunningGateway gateway = gateway(way, bank);
                RawClient app = parties.open(way, gateway)) {
            assertThat(app.send(way.get(BANK, RATES)).readResponse().text()).isEqualTo("rates");
            assertThat(app.send(way.get(BANK, RATES)).readResponse().text()).isEqualTo("rates");

            assertThat(bank.connection(0).serverName()).isEqualTo(BANK);
            assertThat(bank.connectionCount()).isOne();
            assertThat(bank.request(1).startLine()).isEqualTo("GET " + RATES + " HTTP/1.1");
        }
    }

    /** All ways at once, for it takes three seconds. */
    @Test
    void aBankThatSaysNothingIsGivenUpAfterThreeSecondsInEveryWay() throws Exception {
        List<Call> calls = new ArrayList<>();
        try {
            for (HttpsWay way : HttpsWay.values()) {
                ScriptedUpstream bank =
                        ScriptedUpstream.startTls(parties.origin().identity(), Script.silent());
                RunningGateway gateway = gateway(way, bank);
                calls.add(new Call(way, bank, gateway, parties.open(way, gateway)));
            }
            long asked = System.nanoTime();
            calls.forEach(call -> call.app().send(call.way().get(BANK, RATES)));
            for (Call call : calls) {
                givenUp(call.way(), call.app(), call.gateway());
                assertThat(Duration.ofNanos(System.nanoTime() - asked))
                        .as("%s", call.way())
                        .isBetween(TIMEOUT.minusMillis(200), TIMEOUT.plusSeconds(3));
                assertThat(call.bank().connection(0).hasEnded()).isTrue();
                assertThat(call.bank().requests())
                        .as("tries of %s: what may have been done is not repeated", call.way())
                        .hasSize(1);
            }
        } finally {
            calls.forEach(Call::close);
        }
    }

    private record Call(HttpsWay way, ScriptedUpstream bank, RunningGateway gateway, RawClient app) {

        void close() {
            app.close();
            gateway.close();
            bank.close();
        }
    }

    private static void givenUp(HttpsWay way, RawClient app, RunningGateway gateway) throws Exception {
        if (way.readsRequests()) {
            WireMessage answer = app.readResponse();
            assertThat(answer.status()).as("%s", way).isEqualTo(504);
            assertThat(answer.field("Proxy-Status"))
                    .hasValueSatisfying(field -> assertThat(field).contains("error=http_response_timeout"));
        } else {
            assertThat(app.isClosedByPeer()).as("%s", way).isTrue();
        }
        Exchange exchange = last(way, gateway);
        assertThat(exchange.outcome()).as("%s", way).isEqualTo(Outcome.REQUEST_TIMEOUT);
        assertThat(Outcome.REQUEST_TIMEOUT.flag()).isEqualTo("UT");
        if (way.readsRequests()) {
            assertThat(exchange.status).isEqualTo(504);
        } else {
            assertThat(exchange.detail()).isEqualTo("approximate: no byte within 3000 ms of what was sent last");
        }
    }

    /** A connection that fails before TLS stands is what Istio's default tries again; the example says no other. */
    @ParameterizedTest
    @EnumSource
    void aConnectionThatFailsIsTriedAgainWhereTheRequestIsOurs(HttpsWay way) throws Exception {
        try (ScriptedUpstream bank = ScriptedUpstream.start(HttpsWaysTest::hangUpOnTheGreeting, connection -> {
                    connection.open(parties.origin().context(), false, List.of());
                    Script.ok("rates").play(connection);
                });
                RunningGateway gateway = gateway(way, bank)) {
            if (way.readsRequests()) {
                try (RawClient app = parties.open(way, gateway)) {
                    assertThat(app.send(way.get(BANK, RATES)).readResponse().text())
                            .isEqualTo("rates");
                }
                Exchange exchange = last(way, gateway);
                assertThat(exchange.attempts()).hasSize(2);
                assertThat(exchange.attempts().getFirst().outcome).isEqualTo(Outcome.TLS_FAILED);
                assertThat(bank.connectionCount()).isEqualTo(2);
            } else {
                assertThatExceptionOfType(UncheckedIOException.class).isThrownBy(() -> parties.open(way, gateway));

                Exchange exchange = last(way, gateway);
                assertThat(exchange.outcome()).isEqualTo(Outcome.UPSTREAM_RESET);
                assertThat(exchange.attempts()).hasSize(1);
                assertThat(bank.connectionCount()).isOne();
            }
        }
    }

    private static void hangUpOnTheGreeting(ScriptedConnection connection) throws IOException {
        connection.readBytes(5);
        connection.reset();
    }

    @Test
    void aCapturedRequestInTheClearLeavesOverTls() throws Exception {
        HttpsWay way = HttpsWay.ORIGINATE;
        try (ScriptedUpstream bank = ScriptedUpstream.startTls(parties.origin().identity(), Script.ok("rates"));
                RunningGateway gateway = gateway(way, bank).capturing();
                RawClient app = gateway.connectCaptured()) {
            String get = "GET %s HTTP/1.1\r\nHost: %s:443\r\n\r\n".formatted(RATES, BANK);

            assertThat(app.send(get).readResponse().text()).isEqualTo("rates");
            assertThat(bank.connection(0).serverName()).isEqualTo(BANK);
        }
    }

    private static Exchange last(HttpsWay way, RunningGateway gateway) throws InterruptedException {
        Exchange exchange = gateway.ended();
        for (int i = 1; i < way.exchanges(); i++) {
            exchange = gateway.ended();
        }
        return exchange;
    }

    private static RunningGateway gateway(HttpsWay way, ScriptedUpstream bank) throws Exception {
        StringBuilder yaml = new StringBuilder();
        for (var text : new FolderSource(List.of(Path.of("examples/01-currency"))).read()) {
            yaml.append("---\n").append(text.text());
        }
        assertThat(yaml.toString()).contains(NAMED + "}").contains("timeout: 3s");
        RunningGateway gateway = RunningGateway.leading(
                "%s:443:127.0.0.1:%d".formatted(BANK, bank.port()),
                parties.identities(),
                yaml.toString().replace(NAMED, NAMED + ", annotations: {" + way.annotation() + "}"));
        return way == HttpsWay.CAPTURED ? gateway.capturing() : gateway;
    }
}
