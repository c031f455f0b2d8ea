package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the client, the log and the upstream see when something goes wrong, and when it is tried again. */
class FailureAndRetryTest {

    private static final String GET = "GET /rates HTTP/1.1\r\nHost: bank.example\r\n\r\n";
    private static final String POST = "POST /rates HTTP/1.1\r\nHost: bank.example\r\nContent-Length: 5\r\n\r\nhello";
    private static final String UNAVAILABLE = "HTTP/1.1 503 Out\r\nContent-Length: 0\r\n\r\n";

    @Test
    void aRefusedConnectionIsTriedTwiceMoreByDefault() throws Exception {
        try (RunningGateway gateway = RunningGateway.of(Yaml.bank(closedPort()));
                RawClient client = gateway.connect()) {
            WireMessage answer = client.send(GET).readResponse();
            Exchange exchange = gateway.ended();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.field("Proxy-Status"))
                    .hasValueSatisfying(field -> assertThat(field).contains("error=connection_refused"));
            assertThat(exchange.outcome()).isEqualTo(Outcome.CONNECTION_REFUSED);
            assertThat(exchange.retriesExhausted).isTrue();
            assertThat(exchange.attempts()).hasSize(3);
        }
    }

    @Test
    void aResetIsPassedOnAndNotTriedAgainByDefault() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.resetting());
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            WireMessage answer = client.send(POST).readResponse();

            assertThat(answer.status()).isEqualTo(503);
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.UPSTREAM_RESET);
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @Test
    void aStatusTheVirtualServiceNamesIsTriedAgainWithTheBody() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(connection -> {
                    connection.readRequest();
                    connection.send(UNAVAILABLE);
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
                RunningGateway gateway = RunningGateway.of(
                        Yaml.bank(upstream.port(), "retries: {attempts: 2, retryOn: \"503\", backoff: 1ms}\n"));
                RawClient client = gateway.connect()) {
            WireMessage answer = client.send(POST).readResponse();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.text()).isEqualTo("ok");
            assertThat(upstream.requests()).extracting(WireMessage::text).containsExactly("hello", "hello");
            assertThat(gateway.ended().attempts())
                    .extracting(attempt -> attempt.status)
                    .containsExactly(503, 200);
        }
    }

    @Test
    void whenRetriesAreUsedUpTheLastResponseIsPassedOn() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.answering(UNAVAILABLE));
                RunningGateway gateway = RunningGateway.of(
                        Yaml.bank(upstream.port(), "retries: {attempts: 1, retryOn: 5xx, backoff: 1ms}\n"));
                RawClient client = gateway.connect()) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(503);
            assertThat(gateway.ended().retriesExhausted).isTrue();
            assertThat(upstream.requests()).hasSize(2);
        }
    }

    @Test
    void theTimeoutIsTheWholeBudgetTriesIncluded() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.silent());
                RunningGateway gateway = RunningGateway.of(Yaml.bank(
                        upstream.port(),
                        "timeout: 500ms\nretries: {attempts: 9, perTryTimeout: 200ms, retryOn: 5xx, backoff: 1ms}\n"));
                RawClient client = gateway.connect()) {
            WireMessage answer = client.send(GET).readResponse();
            Exchange exchange = gateway.ended();

            assertThat(answer.status()).isEqualTo(504);
            assertThat(exchange.outcome()).isEqualTo(Outcome.REQUEST_TIMEOUT);
            assertThat(exchange.attempts().getFirst().outcome).isEqualTo(Outcome.TRY_TIMEOUT);
            assertThat(exchange.attempts()).hasSizeBetween(2, 3);
            assertThat(upstream.connection(0).hasEnded()).isTrue();
        }
    }

    @Test
    void aResponseCutInTheMiddleIsCutForTheClientToo() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(
                        Script.resettingAfter("HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nhalf"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            assertThat(client.send(GET).readHead().status()).isEqualTo(200);

            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.UPSTREAM_RESET);
            assertThat(client.readBytes(4)).asString().isEqualTo("half");
            assertThat(client.isClosedByPeer()).isTrue();
        }
    }

    @Test
    void aMalformedResponseIsNotPassedOn() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(
                        Script.answering("HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                RawClient client = gateway.connect()) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(502);
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.UPSTREAM_MALFORMED);
        }
    }

    @Test
    void aClientThatGoesAwayCancelsTheUpstreamCall() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.silent());
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()))) {
            try (RawClient client = gateway.connect()) {
                client.send(GET);
                upstream.request(0);
                client.reset();
            }

            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.CLIENT_GONE);
            assertThat(upstream.connection(0).hasEnded()).isTrue();
        }
    }

    @Test
    void aNameThatCannotBeResolvedSaysWhy() throws Exception {
        try (RunningGateway gateway = RunningGateway.of(Yaml.bank(80)).knows("bank.example", "NXDOMAIN");
                RawClient client = gateway.connect()) {
            WireMessage answer = client.send(GET).readResponse();

            assertThat(answer.status()).isEqualTo(502);
            assertThat(answer.field("Proxy-Status")).hasValue("sallyport; error=dns_error; rcode=\"NXDOMAIN\"");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "169.254.169.254",
                "10.0.0.1",
                "192.168.1.1",
                "100.64.0.1",
                "0.0.0.0",
                "::1",
                "::ffff:127.0.0.1",
                "fd00:ec2::254",
                "64:ff9b::7f00:1"
            })
    void aNameThatLeadsToASpecialAddressIsProhibited(String address) throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("secret"));
                RunningGateway gateway =
                        RunningGateway.guarded(Yaml.bank(upstream.port())).knows("bank.example", address);
                RawClient client = gateway.connect()) {
            WireMessage answer = client.send(GET).readResponse();
            Exchange exchange = gateway.ended();

            assertThat(answer.status()).isEqualTo(403);
            assertThat(exchange.outcome()).isEqualTo(Outcome.ADDRESS_PROHIBITED);
            assertThat(answer.text()).doesNotContain("\"" + address).doesNotContain(address + "\"");
            assertThat(upstream.connectionCount()).isZero();
            assertThat(exchange.attempts())
                    .extracting(FailureAndRetryTest::addressOf)
                    .containsOnlyNulls();
        }
    }

    private static @Nullable Object addressOf(Attempt attempt) {
        return attempt.address;
    }

    private static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
