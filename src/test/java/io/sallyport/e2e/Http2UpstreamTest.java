package io.sallyport.e2e;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.upstream.Http2Server;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Callers of HTTP/1.1, servers of HTTP/2: who is spoken to how, and gRPC by what it needs of both. */
class Http2UpstreamTest {

    private static final String GET = "GET /rates HTTP/1.1\r\nHost: bank.example\r\n\r\n";

    @TempDir
    static Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"HTTP2", "GRPC", "GRPC-WEB"})
    void aPortOfAProtocolThatIsHttp2IsSpokenToSo(String protocol) throws Exception {
        try (Http2Server server = Http2Server.start(call -> call.ok("rates"));
                RunningGateway running = RunningGateway.of(bank(server, protocol, ""));
                RawClient client = running.connect()) {
            WireMessage answer = client.send(GET).readResponse();

            assertThat(answer.text()).isEqualTo("rates");
            assertThat(answer.field("Via")).hasValue("2 sallyport");
            assertThat(server.arrived().field(":scheme")).isEqualTo("http");
        }
    }

    @Test
    void aPortOfHttpIsUpgradedWhereARuleSaysSo() throws Exception {
        try (Http2Server server = Http2Server.start(call -> call.ok("rates"));
                RunningGateway running =
                        RunningGateway.of(bank(server, "HTTP", "connectionPool: {http: {h2UpgradePolicy: UPGRADE}}"));
                RawClient client = running.connect()) {
            assertThat(client.send(GET).readResponse().text()).isEqualTo("rates");
        }
    }

    @Test
    void aCallerOfHttp1MeetsTheSameWhereItsVersionCounts() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("old"));
                RunningGateway running = RunningGateway.of(
                        bank(upstream.port(), "HTTP2", "connectionPool: {http: {useClientProtocol: true}}"));
                RawClient client = running.connect()) {
            assertThat(client.send(GET).readResponse().text()).isEqualTo("old");
        }
    }

    @Test
    void overTlsTheServerChooses() throws Exception {
        TlsAuthority authority = TlsAuthority.create(folder, "authority");
        TlsAuthority.Issued bank = authority.issue("dns:bank.example");
        String tls = "tls: {mode: SIMPLE, caCertificates: " + authority.certificatePem() + "}";
        try (Http2Server server = Http2Server.startTls(bank.context(), call -> call.ok("new"));
                ScriptedUpstream old = ScriptedUpstream.startTls(bank.identity(), Script.ok("old"))) {
            for (String protocol : List.of("HTTP", "HTTP2")) {
                try (RunningGateway running = RunningGateway.of(bank(server, protocol, tls));
                        RawClient client = running.connect()) {
                    assertThat(client.send(GET).readResponse().text()).isEqualTo("new");
                    assertThat(client.send(GET).readResponse().text()).isEqualTo("new");
                    assertThat(server.arrived().field(":scheme")).isEqualTo("https");
                }
            }
            assertThat(server.connectionCount()).isEqualTo(2);
            try (RunningGateway running = RunningGateway.of(bank(old.port(), "HTTP", tls));
                    RawClient client = running.connect()) {
                assertThat(client.send(GET).readResponse().text()).isEqualTo("old");
            }
        }
    }

    @Test
    void aServerThatTakesNothingButHttp2IsNotOfferedItWhereARuleForbids() throws Exception {
        TlsAuthority authority = TlsAuthority.create(folder, "forbidding");
        TlsAuthority.Issued bank = authority.issue("dns:bank.example");
        String policy = "tls: {mode: SIMPLE, caCertificates: " + authority.certificatePem()
                + "}\n    connectionPool: {http: {h2UpgradePolicy: DO_NOT_UPGRADE}}";
        try (Http2Server server = Http2Server.startTls(bank.context(), call -> call.ok("no"));
                RunningGateway running = RunningGateway.of(bank(server, "HTTP", policy));
                RawClient client = running.connect()) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(503);
            assertThat(running.ended().outcome()).isEqualTo(Outcome.TLS_ALERT_RECEIVED);
            assertThat(server.calls()).isEmpty();
        }
    }

    // gRPC.

    @Test
    void aCallGoesWithItsMessagesAndComesWithItsTrailers() throws Exception {
        Http2Server.Script echo = new Http2Server.Script() {
            @Override
            public void head(Http2Server.Call call) {
                call.fields(false, ":status: 200", "content-type: application/grpc");
            }

            @Override
            public void body(Http2Server.Call call, String piece, boolean last) {
                if (!piece.isEmpty()) {
                    call.data(piece, false);
                }
                if (last) {
                    call.fields(true, "grpc-status: 0");
                }
            }
        };
        try (Http2Server server = Http2Server.start(echo);
                RunningGateway running = RunningGateway.of(bank(server, "GRPC", ""));
                RawClient client = running.connect()) {
            // As a stream of both directions: the second message is sent once the first one's answer is here.
            client.send(call("Transfer-Encoding: chunked\r\n") + "3\r\none\r\n").readHead();
            assertThat(new String(client.readBytes(8), US_ASCII)).isEqualTo("3\r\none\r\n");
            client.send("3\r\ntwo\r\n0\r\n\r\n");
            assertThat(new String(client.readBytes(8), US_ASCII)).isEqualTo("3\r\ntwo\r\n");
            assertThat(new String(client.readToEnd(), US_ASCII)).isEqualTo("0\r\ngrpc-status: 0\r\n\r\n");

            Exchange exchange = running.ended();
            assertThat(exchange.grpcStatus).isEqualTo("0");
            assertThat(server.arrived().field("te")).isEqualTo("trailers");
        }
    }

    @Test
    void anUnavailableServerIsAskedAgain() throws Exception {
        try (Http2Server server = new Answers().then("14").then("0").start();
                RunningGateway running = RunningGateway.of(
                        bank(server, "GRPC", "") + route("retries: {attempts: 2, retryOn: unavailable}"));
                RawClient client = running.connect()) {
            WireMessage answer =
                    client.send(call("Content-Length: 3\r\n") + "one").readResponse();

            assertThat(answer.field("grpc-status")).hasValue("0");
            assertThat(running.ended().attempts()).hasSize(2);
            assertThat(server.calls()).extracting(Http2Server.Call::text).containsExactly("one", "one");
        }
    }

    @Test
    void aRefusedStreamIsSentAgainByDefaultWhateverTheMethod() throws Exception {
        Http2Server.Script refusesFirst = new Http2Server.Script() {
            private int count;

            @Override
            public void head(Http2Server.Call call) {
                if (count++ == 0) {
                    call.reset(Http2Error.REFUSED_STREAM);
                } else {
                    call.ok("second");
                }
            }
        };
        try (Http2Server server = Http2Server.start(refusesFirst);
                RunningGateway running = RunningGateway.of(bank(server, "HTTP2", ""));
                RawClient client = running.connect()) {
            WireMessage answer = client.send("POST / HTTP/1.1\r\nHost: bank.example\r\nContent-Length: 3\r\n\r\none")
                    .readResponse();

            assertThat(answer.text()).isEqualTo("second");
            assertThat(running.ended().attempts())
                    .extracting(attempt -> attempt.outcome)
                    .containsExactly(Outcome.STREAM_REFUSED, Outcome.COMPLETED);
        }
    }

    @ParameterizedTest
    @CsvSource({"100m, 10s, grpc-timeout, 100m", "10S, 100ms, timeout, 100m", "100000u, , grpc-timeout, 100m"})
    void theShorterOfTheCallsAndTheRoutesTimeoutCounts(String own, String route, String field, String told)
            throws Exception {
        try (Http2Server server = Http2Server.start(call -> {});
                RunningGateway running = RunningGateway.of(
                        bank(server, "GRPC", "") + (route == null ? "" : route("timeout: " + route)));
                RawClient client = running.connect()) {
            WireMessage answer = client.send(call("grpc-timeout: " + own + "\r\nContent-Length: 3\r\n") + "one")
                    .readResponse();

            assertThat(answer.status()).as("gRPC has its own status").isEqualTo(200);
            assertThat(answer.field("grpc-status")).as("DEADLINE_EXCEEDED").hasValue("4");
            Exchange exchange = running.ended();
            assertThat(exchange.outcome()).isEqualTo(Outcome.REQUEST_TIMEOUT);
            assertThat(exchange.detail()).isEqualTo(field + " of 100 ms");
            assertThat(server.arrived().field("grpc-timeout")).isEqualTo(told);
        }
    }

    @Test
    void aDenialIsToldInTheWordsOfGrpc() throws Exception {
        try (Http2Server server = Http2Server.start(call -> {});
                RunningGateway running = RunningGateway.of(bank(server, "GRPC", ""));
                RawClient client = running.connect()) {
            WireMessage answer = client.send(
                            call("Content-Length: 3\r\n").replace("bank.example", "other.example") + "one")
                    .readResponse();

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.field("content-type")).hasValue("application/grpc");
            assertThat(answer.field("grpc-status")).as("PERMISSION_DENIED").hasValue("7");
            assertThat(answer.field("grpc-message"))
                    .hasValueSatisfying(message -> assertThat(message).contains("other.example"));
            assertThat(answer.field("Proxy-Status")).isPresent();
            assertThat(running.ended().outcome()).isEqualTo(Outcome.DENIED);
        }
    }

    /** Answers one request after the other with these statuses and nothing else. */
    private static final class Answers implements Http2Server.Script {

        private final Queue<String> statuses = new ConcurrentLinkedQueue<>();

        Answers then(String status) {
            statuses.add(status);
            return this;
        }

        Http2Server start() {
            return Http2Server.start(this);
        }

        @Override
        public void head(Http2Server.Call call) {}

        @Override
        public void body(Http2Server.Call call, String piece, boolean last) {
            if (last) {
                call.fields(
                        true, ":status: 200", "content-type: application/grpc", "grpc-status: " + statuses.remove());
            }
        }
    }

    private static String call(String more) {
        return "POST /bank.Rates/Get HTTP/1.1\r\nHost: bank.example\r\nContent-Type: application/grpc\r\n" + more
                + "\r\n";
    }

    private static String bank(Http2Server server, String protocol, String policy) {
        return bank(server.port(), protocol, policy);
    }

    private static String bank(int port, String protocol, String policy) {
        String entry = Yaml.bank(port).replace("protocol: HTTP,", "protocol: " + protocol + ",");
        return policy.isEmpty() ? entry : entry + """
                ---
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata: {name: bank}
                spec:
                  host: bank.example
                  trafficPolicy:
                    %s
                """.formatted(policy);
    }

    private static String route(String fields) {
        return """
                ---
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: bank}
                spec:
                  hosts: [bank.example]
                  http:
                  - route: [{destination: {host: bank.example}}]
                    %s
                """.formatted(fields);
    }
}
