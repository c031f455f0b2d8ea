package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What a strict reader refuses, with the status of the standard; and nothing of it reaches the upstream. */
@SuppressWarnings("NullAway.Init")
class MalformedRequestTest {

    private static final String HOST = "Host: bank.example\r\n";

    private static ScriptedUpstream upstream;
    private static RunningGateway gateway;

    @BeforeAll
    static void start() {
        upstream = ScriptedUpstream.start(Script.ok("hello"));
        gateway = RunningGateway.of(Yaml.bank(upstream.port()));
    }

    @AfterAll
    static void stop() {
        gateway.close();
        upstream.close();
    }

    static Stream<Arguments> malformed() {
        return Stream.of(
                refused(
                        "two Content-Lengths that differ",
                        400,
                        post("Content-Length: 5\r\nContent-Length: 6\r\n", "hello")),
                refused(
                        "Content-Length and Transfer-Encoding",
                        400,
                        post("Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", "0\r\n\r\n")),
                refused("a signed Content-Length", 400, post("Content-Length: +5\r\n", "hello")),
                refused("chunked twice", 400, post("Transfer-Encoding: chunked, chunked\r\n", "0\r\n\r\n")),
                refused("a coding we do not know", 501, post("Transfer-Encoding: gzip, chunked\r\n", "0\r\n\r\n")),
                refused("a bare CR in a field", 400, get("X: a\rb\r\n")),
                refused("a bare LF between fields", 400, "GET / HTTP/1.1\nHost: bank.example\n\n"),
                refused("a NUL in a field", 400, get("X: a\0b\r\n")),
                refused("a folded line", 400, get("X: a\r\n b\r\n")),
                refused("a space before the colon", 400, get("X : a\r\n")),
                refused("an oversized head", 431, get("X: " + "a".repeat(70_000) + "\r\n")),
                refused("an oversized target", 414, "GET /" + "a".repeat(9_000) + " HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("two spaces in the request line", 400, "GET  / HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("HTTP/2.0 in the request line", 505, "GET / HTTP/2.0\r\n" + HOST + "\r\n"),
                refused("no Host", 400, "GET / HTTP/1.1\r\n\r\n"),
                refused("two Hosts", 400, get(HOST)),
                refused("userinfo in the target", 400, "GET http://u:p@bank.example/ HTTP/1.1\r\n" + HOST + "\r\n"),
                refused("CONNECT without a port", 400, "CONNECT bank.example HTTP/1.1\r\nHost: bank.example\r\n\r\n"),
                refused("CONNECT to port 0", 400, "CONNECT bank.example:0 HTTP/1.1\r\nHost: bank.example:0\r\n\r\n"));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @MethodSource("malformed")
    void isRefusedAndClosedAndNothingReachesTheUpstream(String what, int status, String bytes) {
        int before = upstream.connectionCount();
        try (RawClient client = gateway.connect()) {
            WireMessage answer = client.send(bytes).readHead();

            assertThat(answer.status()).as(what).isEqualTo(status);
            assertThat(answer.field("Proxy-Status"))
                    .hasValueSatisfying(field -> assertThat(field).startsWith("sallyport; error=http_request_error"));
            assertThat(answer.field("Connection")).hasValue("close");
        }
        assertThat(upstream.connectionCount()).isEqualTo(before);
    }

    @Test
    void aBadChunkEndsTheRequestAndTheUpstreamNeverSeesItWhole() throws Exception {
        try (ScriptedUpstream other = ScriptedUpstream.start(Script.ok("hello"));
                RunningGateway guarding = RunningGateway.of(Yaml.bank(other.port()));
                RawClient client = guarding.connect()) {
            WireMessage answer = client.send("POST / HTTP/1.1\r\n" + HOST
                            + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n2 x\r\nab\r\n0\r\n\r\n")
                    .readHead();

            assertThat(answer.status()).isEqualTo(400);
            assertThat(other.requests()).isEmpty();
        }
    }

    @Test
    void anAbsoluteTargetDecidesAndTheUpstreamSeesItsHostOnly() {
        try (RawClient client = gateway.connect()) {
            WireMessage answer = client.send("GET http://bank.example/a HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                    .readResponse();

            assertThat(answer.status()).isEqualTo(200);
        }
        WireMessage seen = upstream.requests().getLast();
        assertThat(seen.startLine()).isEqualTo("GET /a HTTP/1.1");
        assertThat(seen.fields("Host")).containsExactly("bank.example");
    }

    private static Arguments refused(String what, int status, String bytes) {
        return Arguments.of(what, status, bytes);
    }

    private static String get(String fields) {
        return "GET / HTTP/1.1\r\n" + HOST + fields + "\r\n";
    }

    private static String post(String fields, String body) {
        return "POST / HTTP/1.1\r\n" + HOST + fields + "\r\n" + body;
    }
}
