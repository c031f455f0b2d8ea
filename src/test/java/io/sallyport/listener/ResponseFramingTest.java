package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.exchange.Outcome;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** RFC 9112 sections 6.3 and 9: where a response ends, and whether the connection lives on. */
class ResponseFramingTest {

    @AutoClose
    private final Proxy proxy = new Proxy();

    @AutoClose
    private final RawClient client = proxy.client();

    @Test
    void anUnknownLengthIsChunkedForHttp11() {
        Call call = get("HTTP/1.1");
        call.head(200).body("abc").end();

        RawClient.Reply reply = client.read();
        assertThat(reply.field("transfer-encoding")).isEqualTo("chunked");
        assertThat(reply.body()).isEqualTo("3\r\nabc\r\n0\r\n\r\n");
    }

    @Test
    void anUnknownLengthLastsUntilTheCloseForHttp10() {
        Call call = get("HTTP/1.0");
        call.head(200, "Transfer-Encoding", "chunked").body("abc").body("de").end();

        String all = client.readToEnd();
        assertThat(all).endsWith("\r\n\r\nabcde").doesNotContainIgnoringCase("transfer-encoding");
        assertThat(all).containsIgnoringCase("connection: close");
    }

    @Test
    void aKnownLengthIsKeptForBoth() {
        get("HTTP/1.0").respond(200, "abc");

        RawClient.Reply reply = client.read();
        assertThat(reply.field("content-length")).isEqualTo("3");
        assertThat(reply.body()).isEqualTo("abc");
    }

    @Test
    void theAnswerToHeadKeepsItsLengthAndHasNoBody() {
        client.request("HEAD http://bank.example/ HTTP/1.1", "Host: bank.example");
        proxy.forwarder.awaitCall().head(200, "Content-Length", "1000").end();

        assertThat(client.readHead()).containsIgnoringCase("content-length: 1000");
        assertNextRequestIsAnswered();
        assertThat(proxy.observer.awaitEnd().bytesSent).isZero();
    }

    @Test
    void noContentHasNoLengthAndNoBody() {
        get("HTTP/1.1").head(204, "Content-Length", "0").end();

        assertThat(client.readHead())
                .doesNotContainIgnoringCase("content-length")
                .doesNotContain("ncoding");
        assertNextRequestIsAnswered();
    }

    @Test
    void notModifiedHasNoBody() {
        get("HTTP/1.1").head(304, "Content-Length", "1000", "ETag", "\"a\"").end();

        assertThat(client.readHead()).contains("\"a\"");
        assertNextRequestIsAnswered();
    }

    @Test
    void anHttp11ConnectionLivesOn() {
        get("HTTP/1.1").respond(200, "a");

        assertThat(client.read().field("connection")).isEmpty();
        assertNextRequestIsAnswered();
    }

    @Test
    void connectionCloseEndsItAfterTheResponse() {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example", "Connection: Close");
        proxy.forwarder.awaitCall().respond(200, "a");

        assertThat(client.readToEnd()).containsIgnoringCase("connection: close").endsWith("a");
    }

    @Test
    void anHttp10ClientGetsNoPersistentConnectionEvenIfItAsks() {
        client.request("GET http://bank.example/ HTTP/1.0", "Connection: keep-alive");
        proxy.forwarder.awaitCall().respond(200, "a");

        assertThat(client.readToEnd()).containsIgnoringCase("connection: close").endsWith("a");
    }

    @Test
    void pipelinedRequestsAreAnsweredInOrderAndReachUpstreamOneByOne() {
        client.send("GET http://bank.example/1 HTTP/1.1\r\nHost: b\r\n\r\n"
                + "GET http://evil.example/ HTTP/1.1\r\nHost: b\r\n\r\n"
                + "POST http://bank.example/2 HTTP/1.1\r\nHost: b\r\nContent-Length: 2\r\n\r\nhi"
                + "GET http://bank.example/3 HTTP/1.1\r\nHost: b\r\n\r\n");

        Call first = proxy.forwarder.awaitCall();
        assertThat(proxy.forwarder.wasCalled()).isFalse();
        first.respond(200, "one");
        Call second = proxy.forwarder.awaitCall();
        assertThat(second.awaitEnd().isEmpty()).isTrue();
        second.respond(200, "two");
        proxy.forwarder.awaitCall().respond(200, "three");

        assertThat(client.read().body()).isEqualTo("one");
        assertThat(client.read().status()).isEqualTo(403);
        assertThat(client.read().body()).isEqualTo("two");
        assertThat(client.read().body()).isEqualTo("three");
        assertThat(second.body()).isEqualTo("hi");
    }

    @Test
    void thousandsOfPipelinedDenialsAreAllAnswered() {
        int count = 3_000;
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < count; i++) {
            requests.append("HEAD / HTTP/1.1\r\nHost: x\r\n\r\n");
        }
        client.send(requests.toString());

        for (int i = 0; i < count; i++) {
            assertThat(client.readHead()).startsWith("HTTP/1.1 403 ");
        }
    }

    @Test
    void anEarlyResponseEndsTheConnectionAfterTheClientGotIt() {
        client.request("POST http://bank.example/ HTTP/1.1", "Host: bank.example", "Content-Length: 1000000")
                .send("some");
        Call call = proxy.forwarder.awaitCall();
        call.respond(413, "too large");

        RawClient.Reply reply = client.read();
        assertThat(reply.status()).isEqualTo(413);
        assertThat(reply.field("connection")).isEqualTo("close");
        assertThat(reply.body()).isEqualTo("too large");
        client.send("more of it");
        assertThat(client.readToEnd()).isEmpty();
        assertThat(call.awaitAbort()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void aResponseThatBreaksOffIsCutSoThatTheClientSeesIt() {
        get("HTTP/1.1").head(200, "Content-Length", "10").body("abc").fail(Outcome.UPSTREAM_RESET, "reset");

        client.readHead();
        assertThat(client.readToEnd()).isEqualTo("abc");
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.UPSTREAM_RESET);
    }

    @Test
    void aChunkedResponseThatBreaksOffHasNoLastChunk() {
        get("HTTP/1.1").head(200).body("abc").fail(Outcome.UPSTREAM_RESET, "reset");

        client.readHead();
        assertThat(client.readToEnd()).isEqualTo("3\r\nabc\r\n");
    }

    @Test
    void aResponseUntilCloseThatBreaksOffIsReset() {
        get("HTTP/1.0").head(200).body("abc").fail(Outcome.UPSTREAM_RESET, "reset");

        assertThatThrownBy(client::readToEnd).hasMessageContaining("reset");
    }

    private Call get(String version) {
        client.request("GET http://bank.example/ " + version, "Host: bank.example");
        return proxy.forwarder.awaitCall();
    }

    private void assertNextRequestIsAnswered() {
        get("HTTP/1.1").respond(200, "next");
        assertThat(client.read().body()).isEqualTo("next");
    }
}
