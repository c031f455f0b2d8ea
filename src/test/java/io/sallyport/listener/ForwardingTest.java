package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import java.util.Locale;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** RFC 9110 section 7.6 and 10.1, RFC 9112 section 3.2: what a proxy passes, changes, adds and keeps to itself. */
class ForwardingTest {

    @AutoClose
    private final Proxy proxy = new Proxy();

    @AutoClose
    private final RawClient client = proxy.client();

    @Test
    void aGetGoesUpstreamInOriginFormAndItsResponseComesBack() {
        client.request("GET http://bank.example/rates?day=1 HTTP/1.1", "Host: bank.example", "Accept: */*");

        Call call = proxy.forwarder.awaitCall();
        call.awaitEnd();
        call.respond(200, "rates", "Content-Type", "text/plain");

        assertThat(call.method + " " + call.uri).isEqualTo("GET /rates?day=1");
        assertThat(call.headers.get("host")).isEqualTo("bank.example");
        assertThat(call.headers.get("accept")).isEqualTo("*/*");
        RawClient.Reply reply = client.read();
        assertThat(reply.statusLine()).isEqualTo("HTTP/1.1 200 OK");
        assertThat(reply.field("content-type")).isEqualTo("text/plain");
        assertThat(reply.body()).isEqualTo("rates");
    }

    @Test
    void theExchangeEndsInOneEventWithItsFacts() {
        client.request("POST http://bank.example/ HTTP/1.1", "Host: bank.example", "Content-Length: 4")
                .send("body");
        Call call = proxy.forwarder.awaitCall();
        call.awaitEnd();
        call.respond(201, "created");

        Exchange exchange = proxy.observer.awaitEnd();
        assertThat(exchange.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(exchange.status).isEqualTo(201);
        assertThat(exchange.bytesReceived).isEqualTo(4);
        assertThat(exchange.bytesSent).isEqualTo(7);
        assertThat(exchange.firstByteNanos).isPositive();
        assertThat(exchange.protocol).isEqualTo("HTTP/1.1");
        assertThat(exchange.generation()).isEqualTo(1);
        assertThat(proxy.observer.startedCount()).isEqualTo(1);
        assertThat(proxy.observer.hasMore()).isFalse();
    }

    @Test
    void theHostOfAnAbsoluteTargetReplacesAConflictingHostField() {
        client.request("GET http://bank.example:8080/ HTTP/1.1", "Host: evil.example");

        assertThat(proxy.forwarder.awaitCall().headers.getAll("host")).containsExactly("bank.example:8080");
    }

    @Test
    void anOriginFormRequestIsRoutedByItsHost() {
        client.request("GET /rates HTTP/1.1", "Host: bank.example:8080");

        Call call = proxy.forwarder.awaitCall();
        assertThat(call.uri).isEqualTo("/rates");
        assertThat(call.exchange.head().port()).isEqualTo(8080);
    }

    @Test
    void optionsOfAHostWithoutPathBecomesAsterisk() {
        client.request("OPTIONS http://bank.example HTTP/1.1", "Host: bank.example");

        assertThat(proxy.forwarder.awaitCall().uri).isEqualTo("*");
    }

    @Test
    void hopByHopFieldsAndWhatConnectionNamesGoNoFurtherInARequest() {
        client.request(
                "GET http://bank.example/ HTTP/1.1",
                "Host: bank.example",
                "Connection: keep-alive, X-Private",
                "X-Private: 1",
                "Keep-Alive: timeout=5",
                "Proxy-Connection: keep-alive",
                "Proxy-Authorization: Basic c2VjcmV0",
                "TE: gzip",
                "Upgrade: websocket",
                "X-Public: 2");

        assertThat(proxy.forwarder.awaitCall().headers.names()).containsExactlyInAnyOrder("Host", "X-Public", "via");
    }

    @Test
    void hopByHopFieldsAndWhatConnectionNamesGoNoFurtherInAResponse() {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
        proxy.forwarder
                .awaitCall()
                .respond(
                        200,
                        "",
                        "Connection",
                        "close, X-Private",
                        "X-Private",
                        "1",
                        "Keep-Alive",
                        "timeout=5",
                        "Date",
                        "Tue, 15 Nov 1994 08:12:31 GMT");

        RawClient.Reply reply = client.read();
        assertThat(reply.head()).doesNotContainIgnoringCase("private").doesNotContainIgnoringCase("keep-alive");
        assertThat(reply.field("connection")).isEmpty();
        assertThat(reply.field("date")).isEqualTo("Tue, 15 Nov 1994 08:12:31 GMT");
    }

    @Test
    void connectionCannotNameHostOrContentLengthAway() {
        client.request(
                        "POST http://bank.example/ HTTP/1.1",
                        "Host: bank.example",
                        "Connection: host, content-length",
                        "Content-Length: 2")
                .send("ab");

        Call call = proxy.forwarder.awaitCall();
        call.awaitEnd();
        assertThat(call.headers.get("host")).isEqualTo("bank.example");
        assertThat(call.headers.get("content-length")).isEqualTo("2");
        assertThat(call.body()).isEqualTo("ab");
    }

    @Test
    void viaIsAppendedBothWaysWithTheVersionReceived() {
        client.request("GET http://bank.example/ HTTP/1.0", "Via: 1.1 inner");
        Call call = proxy.forwarder.awaitCall();
        call.respond(200, "", "Via", "1.1 far");

        assertThat(call.headers.getAll("via")).containsExactly("1.1 inner", "1.0 sallyport");
        assertThat(call.version).isEqualTo(HttpVersion.HTTP_1_1);
        assertThat(client.read()
                        .head()
                        .lines()
                        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("via:")))
                .containsExactly("Via: 1.1 far", "via: 1.1 sallyport");
    }

    @Test
    void ourOwnPseudonymInViaIsALoop() {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example", "Via: 1.1 a, 1.1 sallyport");

        RawClient.Reply reply = client.read();
        assertThat(reply.status()).isEqualTo(508);
        assertThat(reply.field("proxy-status"))
                .isEqualTo("sallyport; error=proxy_loop_detected; details=\"the Via field names this proxy\"");
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.LOOP_DETECTED);
        assertThat(proxy.forwarder.wasCalled()).isFalse();
    }

    @Test
    void forwardedFieldsAreNeitherAddedNorTakenOut() {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example", "X-Forwarded-For: 192.0.2.7");

        Call call = proxy.forwarder.awaitCall();
        assertThat(call.headers.getAll("x-forwarded-for")).containsExactly("192.0.2.7");
        assertThat(call.headers.contains("forwarded")).isFalse();
        assertThat(call.headers.contains("x-forwarded-proto")).isFalse();
    }

    @Test
    void traceIsRefused() {
        client.request("TRACE http://bank.example/ HTTP/1.1", "Host: bank.example", "Cookie: secret");

        RawClient.Reply reply = client.read();
        assertThat(reply.status()).isEqualTo(405);
        assertThat(reply.field("allow")).isEqualTo(Answers.METHODS);
        assertThat(reply.body()).contains("TRACE is not forwarded").doesNotContain("secret");
        assertThat(proxy.forwarder.wasCalled()).isFalse();
    }

    @Test
    void maxForwardsIsCountedDownForOptions() {
        client.request("OPTIONS http://bank.example/ HTTP/1.1", "Host: bank.example", "Max-Forwards: 3");

        assertThat(proxy.forwarder.awaitCall().headers.get("max-forwards")).isEqualTo("2");
    }

    @Test
    void maxForwardsZeroIsAnsweredHere() {
        client.request("OPTIONS http://bank.example/ HTTP/1.1", "Host: bank.example", "Max-Forwards: 0");

        RawClient.Reply reply = client.read();
        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.field("allow")).isEqualTo(Answers.METHODS);
        assertThat(proxy.forwarder.wasCalled()).isFalse();
    }

    @Test
    void maxForwardsOfOtherMethodsIsLeftAlone() {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example", "Max-Forwards: 0");

        assertThat(proxy.forwarder.awaitCall().headers.get("max-forwards")).isEqualTo("0");
    }

    @Test
    void anExpectationIsForwardedAndTheContinueComesBack() {
        client.request(
                "PUT http://bank.example/ HTTP/1.1", "Host: bank.example", "Expect: 100-continue", "Content-Length: 2");
        Call call = proxy.forwarder.awaitCall();
        call.informational(100);

        assertThat(client.readHead()).startsWith("HTTP/1.1 100 Continue\r\n");
        client.send("ab");
        call.awaitEnd();
        call.respond(200, "done");
        assertThat(call.headers.get("expect")).isEqualTo("100-continue");
        assertThat(call.body()).isEqualTo("ab");
        assertThat(client.read().body()).isEqualTo("done");
    }

    @Test
    void everyOther1xxPassesTooAndAnyNumberOfThem() {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example");
        Call call = proxy.forwarder.awaitCall();
        call.informational(102).informational(103, "Link", "</a>; rel=preload", "Connection", "x");
        call.respond(200, "");

        assertThat(client.readHead()).startsWith("HTTP/1.1 102 ");
        assertThat(client.readHead())
                .startsWith("HTTP/1.1 103 ")
                .contains("rel=preload")
                .doesNotContain("onnection");
        assertThat(client.read().status()).isEqualTo(200);
    }

    @Test
    void a1xxIsKeptFromAnHttp10ClientAndSoIsTheExpectation() {
        client.request("GET http://bank.example/ HTTP/1.0", "Expect: 100-continue");
        Call call = proxy.forwarder.awaitCall();
        call.informational(100).respond(200, "");

        assertThat(call.headers.contains("expect")).isFalse();
        assertThat(client.read().status()).isEqualTo(200);
    }

    @Test
    void anUnknownExpectationIs417() {
        client.request("GET http://bank.example/ HTTP/1.1", "Host: bank.example", "Expect: 200-ok");

        RawClient.Reply reply = client.read();
        assertThat(reply.status()).isEqualTo(417);
        assertThat(reply.body()).contains("an expectation other than 100-continue");
        assertThat(proxy.observer.awaitEnd().status).isEqualTo(417);
    }

    @Test
    void chunksAndTrailersPassBothWays() {
        client.request("POST http://bank.example/ HTTP/1.1", "Host: bank.example", "Transfer-Encoding: chunked")
                .send("3\r\nabc\r\n2;x=y\r\nde\r\n0\r\nX-Sum: 5\r\n\r\n");
        Call call = proxy.forwarder.awaitCall();
        assertThat(call.awaitEnd().get("X-Sum")).isEqualTo("5");
        call.head(200, "Transfer-Encoding", "chunked").body("one").body("two").end("X-Check", "ok");

        assertThat(call.body()).isEqualTo("abcde");
        assertThat(call.headers.get("transfer-encoding")).isEqualTo("chunked");
        assertThat(client.readHead()).containsIgnoringCase("transfer-encoding: chunked");
        assertThat(client.read("3\r\none\r\n3\r\ntwo\r\n0\r\nX-Check: ok\r\n\r\n".length()))
                .isEqualTo("3\r\none\r\n3\r\ntwo\r\n0\r\nX-Check: ok\r\n\r\n");
    }
}
