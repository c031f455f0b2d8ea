package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.Http2Error;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.listener.FrameClient.Frame;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Requests on streams, and what becomes of their responses. */
class Http2ForwardingTest {

    @AutoClose
    private final Proxy proxy = new Proxy();

    @AutoClose
    private final FrameClient client = new FrameClient(proxy);

    @Test
    void aRequestGoesOnAsOneOfHttp1AndItsResponseComesBack() {
        client.get(1, "accept", "text/plain", "te", "trailers", "cookie", "a=1", "cookie", "b=2");
        Call call = proxy.forwarder.awaitCall();
        assertThat(call.awaitEnd()).isEmpty();
        call.respond(200, "1.08", "X-Rate", "usd ", "Connection", "X-Hop", "X-Hop", "1", "Keep-Alive", "timeout=5");

        Frame head = client.read();
        assertThat(head.field(":status")).isEqualTo("200");
        assertThat(head.field("x-rate")).isEqualTo("usd");
        assertThat(head.field("content-length")).isEqualTo("4");
        assertThat(head.fields().names()).noneMatch(name -> name.toString().matches("connection|keep-alive|x-hop"));
        Frame body = client.read();
        assertThat(body.text()).isEqualTo("1.08");
        assertThat(body.ends()).isTrue();

        assertThat(call.method).isEqualTo("GET");
        assertThat(call.uri).isEqualTo("/rates");
        assertThat(call.version).isEqualTo(HttpVersion.HTTP_1_1);
        assertThat(call.headers.get("host")).isEqualTo("bank.example");
        assertThat(call.headers.get("cookie")).isEqualTo("a=1; b=2");
        assertThat(call.headers.get("via")).isEqualTo("2 sallyport");
        assertThat(call.headers.contains("te")).isFalse();
        assertThat(call.headers.contains("transfer-encoding")).isFalse();
        Exchange ended = proxy.observer.awaitEnd();
        assertThat(ended.protocol).isEqualTo("HTTP/2");
        assertThat(ended.outcome()).isEqualTo(Outcome.COMPLETED);
        assertThat(ended.status).isEqualTo(200);
        assertThat(ended.bytesSent).isEqualTo(4);
    }

    @Test
    void aBodyOfUnknownLengthAndTrailersGoBothWays() {
        client.post(1, "content-type", "application/grpc", "te", "trailers")
                .data(1, "ask", false)
                .headers(1, true, "x-checksum", "7", "content-length", "3");
        Call call = proxy.forwarder.awaitCall();
        HttpHeaders trailers = call.awaitEnd();
        assertThat(call.headers.get("transfer-encoding")).isEqualTo("chunked");
        assertThat(call.body()).isEqualTo("ask");
        assertThat(trailers.get("x-checksum")).isEqualTo("7");
        assertThat(trailers.contains("content-length")).isFalse();

        call.head(200, "content-type", "application/grpc", "transfer-encoding", "chunked")
                .body("told")
                .end("grpc-status", "0");

        Frame head = client.read();
        assertThat(head.field("content-type")).isEqualTo("application/grpc");
        assertThat(head.field("transfer-encoding")).isEmpty();
        assertThat(client.read().text()).isEqualTo("told");
        Frame end = client.read();
        assertThat(end.field("grpc-status")).isEqualTo("0");
        assertThat(end.ends()).isTrue();
    }

    @Test
    void streamsRunSideBySide() {
        client.get(1).get(3);
        Call first = proxy.forwarder.awaitCall();
        Call second = proxy.forwarder.awaitCall();

        second.respond(200, "b");
        assertThat(client.read().stream()).isEqualTo(3);
        assertThat(client.read().text()).isEqualTo("b");
        first.respond(200, "a");
        assertThat(client.read().stream()).isEqualTo(1);
        assertThat(client.read().text()).isEqualTo("a");
    }

    @Test
    void interimResponsesPass() {
        client.post(1, "content-length", "2", "expect", "100-continue");
        Call call = proxy.forwarder.awaitCall();
        call.informational(100);
        assertThat(client.read().field(":status")).isEqualTo("100");

        client.data(1, "ok", true);
        call.awaitEnd();
        call.respond(204, "");

        Frame head = client.read();
        assertThat(head.field(":status")).isEqualTo("204");
        assertThat(head.ends()).isTrue();
    }

    @Test
    void theResponseToHeadEndsWithItsFields() {
        client.headers(1, true, FrameClient.request("HEAD"));
        proxy.forwarder.awaitCall().head(200, "content-length", "5").end();

        Frame head = client.read();
        assertThat(head.ends()).isTrue();
        assertThat(head.field("content-length")).isEqualTo("5");
    }

    @Test
    void aDenialIsExplainedOnItsStreamAlone() {
        client.headers(1, true, ":method", "GET", ":scheme", "http", ":authority", "evil.example", ":path", "/");
        Frame head = client.read();
        assertThat(head.field(":status")).isEqualTo("403");
        assertThat(client.read().text()).contains("evil.example is not a listed host");
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.DENIED);

        client.get(3);
        proxy.forwarder.awaitCall().respond(200, "still here");
        assertThat(client.read().field(":status")).isEqualTo("200");
    }

    @Test
    void anAnswerBeforeTheBodyIsFollowedByAResetWithoutError() {
        client.post(1);
        Call call = proxy.forwarder.awaitCall();
        call.respond(413, "no");

        assertThat(client.read().field(":status")).isEqualTo("413");
        assertThat(client.read().ends()).isTrue();
        Frame reset = client.read();
        assertThat(reset.type()).isEqualTo(FrameClient.RST_STREAM);
        assertThat(reset.error()).isEqualTo(Http2Error.NO_ERROR);
    }

    @Test
    void aFailureBeforeTheHeadIsAnswered() {
        client.get(1);
        proxy.forwarder.awaitCall().fail(Outcome.CONNECTION_REFUSED, "refused");

        assertThat(client.read().field(":status")).isEqualTo("503");
        assertThat(client.read().ends()).isTrue();
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.CONNECTION_REFUSED);
    }

    @Test
    void aResponseThatBreaksOffIsResetNeverEnded() {
        client.get(1);
        Call call = proxy.forwarder.awaitCall();
        call.head(200).body("half");
        assertThat(client.read().field(":status")).isEqualTo("200");
        assertThat(client.read().ends()).isFalse();

        call.fail(Outcome.UPSTREAM_RESET, "closed");

        Frame reset = client.read();
        assertThat(reset.type()).isEqualTo(FrameClient.RST_STREAM);
        assertThat(reset.error()).isEqualTo(Http2Error.INTERNAL_ERROR);
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.UPSTREAM_RESET);
    }

    @Test
    void aResetByTheClientEndsTheCallUpstream() {
        client.get(1);
        Call call = proxy.forwarder.awaitCall();
        call.awaitEnd();

        client.reset(1, Http2Error.CANCEL);

        assertThat(call.awaitAbort()).isEqualTo(Outcome.CLIENT_GONE);
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.CLIENT_GONE);
        client.get(3);
        proxy.forwarder.awaitCall().respond(200, "");
        Frame next = client.read();
        assertThat(next.stream()).as("no frame about the stream that was reset").isEqualTo(3);
    }

    @Test
    void aClientThatLeavesEndsAllItsCalls() {
        proxy.forwarder.writable = false;
        client.post(1).data(1, "paused", false).get(3);
        Call first = proxy.forwarder.awaitCall();
        Call second = proxy.forwarder.awaitCall();

        client.close();

        assertThat(first.awaitAbort()).isEqualTo(Outcome.CLIENT_GONE);
        assertThat(second.awaitAbort()).isEqualTo(Outcome.CLIENT_GONE);
    }
}
