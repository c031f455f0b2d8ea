package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** What a route does to requests and responses, as the upstream and the client see it. */
class TreatmentTest {

    private static final String GET = "GET /v1/rates?a=/v1 HTTP/1.1\r\nHost: bank.example\r\nX-Gone: 1\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nX-Inner: secret\r\nX-Kept: 1\r\nContent-Length: 2\r\n\r\nok";

    @Test
    void theUpstreamSeesTheRewrittenRequestAndTheClientTheChangedResponse() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.answering(OK));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port(), """
                        match: [{uri: {prefix: /v1}}]
                        rewrite: {uri: /v2, authority: inner.example}
                        headers:
                          request: {set: {x-path: "%REQ(:path)%"}, add: {x-added: a}, remove: [x-gone]}
                          response: {set: {x-kept: "2"}, add: {x-new: n}, remove: [x-inner]}
                        """));
                RawClient client = gateway.connect()) {
            WireMessage answer = client.send(GET).readResponse();
            WireMessage sent = upstream.requests().getFirst();

            assertThat(sent.startLine()).isEqualTo("GET /v2/rates?a=/v1 HTTP/1.1");
            assertThat(sent.fields("Host")).containsExactly("inner.example");
            assertThat(sent.fields("X-Path")).containsExactly("/v1/rates?a=/v1");
            assertThat(sent.fields("X-Added")).containsExactly("a");
            assertThat(sent.fields("X-Gone")).isEmpty();
            assertThat(answer.text()).isEqualTo("ok");
            assertThat(answer.fields("X-Kept")).containsExactly("2");
            assertThat(answer.fields("X-New")).containsExactly("n");
            assertThat(answer.fields("X-Inner")).isEmpty();
        }
    }

    @Test
    void anInjectedAbortReachesNoUpstreamAndKeepsTheConnection() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("never"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port(), """
                        fault: {abort: {httpStatus: 418, percentage: {value: 100}}}
                        retries: {attempts: 3, retryOn: 5xx}
                        """));
                RawClient client = gateway.connect()) {
            WireMessage first = client.send(GET).readResponse();
            WireMessage second = client.send(GET).readResponse();
            Exchange exchange = gateway.ended();

            assertThat(first.status()).isEqualTo(418);
            assertThat(first.text()).isEqualTo("fault filter abort");
            assertThat(second.status()).isEqualTo(418);
            assertThat(exchange.abortInjected).isTrue();
            assertThat(exchange.attempts()).isEmpty();
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @Test
    void aMirrorGetsACopyAndItsSilenceDelaysNobody() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("main"));
                ScriptedUpstream shadow = ScriptedUpstream.start(Script.silent());
                RunningGateway gateway =
                        RunningGateway.of(Yaml.bank(upstream.port(), """
                        mirror: {host: shadow.example}
                        """) + """
                        ---
                        apiVersion: networking.istio.io/v1
                        kind: ServiceEntry
                        metadata: {name: shadow}
                        spec:
                          hosts: [shadow.example]
                          resolution: STATIC
                          ports: [{number: 80, name: http, protocol: HTTP, targetPort: %d}]
                          endpoints: [{address: 127.0.0.1}]
                        """.formatted(shadow.port()));
                RawClient client = gateway.connect()) {
            WireMessage answer = client.send(
                            "POST /pay HTTP/1.1\r\nHost: bank.example\r\nContent-Length: 5\r\n\r\nhello")
                    .readResponse();
            WireMessage copy = shadow.request(0);

            assertThat(answer.text()).isEqualTo("main");
            assertThat(copy.startLine()).isEqualTo("POST /pay HTTP/1.1");
            assertThat(copy.fields("Host")).containsExactly("bank.example");
            assertThat(copy.text()).isEqualTo("hello");
        }
    }

    @Test
    void anOriginThatTheRouteTakesOutIsStillToldWhatItMayDo() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("main"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port(), """
                        headers: {request: {remove: [origin]}}
                        corsPolicy: {allowOrigins: [{exact: "https://app.example"}]}
                        """));
                RawClient client = gateway.connect()) {
            WireMessage answer = client.send(
                            "GET / HTTP/1.1\r\nHost: bank.example\r\nOrigin: https://app.example\r\n\r\n")
                    .readResponse();

            assertThat(answer.fields("Access-Control-Allow-Origin")).containsExactly("https://app.example");
            assertThat(upstream.requests().getFirst().fields("Origin")).isEmpty();
        }
    }

    @Test
    void anInjectedAbortIsAnsweredBeforeTheBodyAndTheRestOfItIsReadPast() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("never"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port(), """
                        fault: {abort: {httpStatus: 503, percentage: {value: 100}}}
                        """));
                RawClient client = gateway.connect()) {
            WireMessage early = client.send("POST / HTTP/1.1\r\nHost: bank.example\r\nContent-Length: 5\r\n\r\n")
                    .readResponse();
            WireMessage next = client.send("hello" + GET).readResponse();

            assertThat(early.status()).isEqualTo(503);
            assertThat(early.fields("Connection")).isEmpty();
            assertThat(next.status()).isEqualTo(503);
            assertThat(upstream.requests()).isEmpty();
        }
    }

    @Test
    void aBodyBeyondTheBoundIsNotReadForAnInjectedAbort() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("never"));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port(), """
                        fault: {abort: {httpStatus: 503, percentage: {value: 100}}}
                        """));
                RawClient client = gateway.connect()) {
            WireMessage early = client.send(
                            "POST / HTTP/1.1\r\nHost: bank.example\r\nContent-Length: 5000000000\r\n\r\n")
                    .readResponse();

            assertThat(early.status()).isEqualTo(503);
            assertThat(early.fields("Connection")).containsExactly("close");
        }
    }

    @Test
    void lettersBeyondAsciiGoOutAsUtf8() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.answering(OK));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port(), """
                        headers:
                          request: {set: {x-city: "Zürich 上海"}}
                          response: {add: {x-city: "%PROTOCOL% Łódź"}}
                        """));
                RawClient client = gateway.connect()) {
            WireMessage answer = client.send(GET).readResponse();

            assertThat(utf8(upstream.requests().getFirst())).isEqualTo("Zürich 上海");
            assertThat(utf8(answer)).isEqualTo("HTTP/1.1 Łódź");
        }
    }

    private static String utf8(WireMessage message) {
        String octets = message.fields("X-City").getFirst();
        return new String(octets.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }
}
