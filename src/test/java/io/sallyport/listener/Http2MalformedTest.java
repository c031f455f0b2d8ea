package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http2.Http2Error;
import io.sallyport.exchange.Outcome;
import io.sallyport.listener.FrameClient.Frame;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What could mean two things once it is HTTP/1 goes nowhere (RFC 9113 section 8, and 10.3). */
class Http2MalformedTest {

    @AutoClose
    private final Proxy proxy = new Proxy();

    @AutoClose
    private final FrameClient client = new FrameClient(proxy);

    static Stream<List<String>> heads() {
        String[] bank = {":method", "GET", ":scheme", "http", ":authority", "bank.example", ":path", "/"};
        return Stream.of(
                with(bank, "connection", "keep-alive"),
                with(bank, "keep-alive", "timeout=5"),
                with(bank, "proxy-connection", "close"),
                with(bank, "transfer-encoding", "chunked"),
                with(bank, "upgrade", "websocket"),
                with(bank, "te", "gzip"),
                with(bank, "X-Upper", "1"),
                with(bank, "x:y", "1"),
                with(bank, "x y", "1"),
                with(bank, "", "1"),
                with(bank, "x", "a\r\nhost: evil.example"),
                with(bank, "x", "a\nb"),
                with(bank, "x", "a\0b"),
                with(bank, "x", " a"),
                with(bank, "x", "a\t"),
                with(bank, "host", "evil.example"),
                with(bank, "content-length", "1"),
                with(bank, "content-length", "+0"),
                with(bank, "content-length", "0", "content-length", "1"),
                with(bank, ":path", "/twice"),
                with(bank, ":status", "200"),
                with(bank, ":protocol", "websocket"),
                List.of(":method", "GET", ":scheme", "http", ":authority", "bank.example"),
                List.of(":method", "GET", ":scheme", "http", ":authority", "bank.example", ":path", ""),
                List.of(":method", "GET", ":scheme", "http", ":authority", "bank.example", ":path", "x"),
                List.of(":method", "GET", ":scheme", "http", ":authority", "bank.example", ":path", "*"),
                List.of(
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":authority",
                        "bank.example",
                        ":path",
                        "http://evil.example/"),
                List.of(
                        ":method",
                        "GET",
                        ":scheme",
                        "http",
                        ":authority",
                        "bank.example",
                        ":path",
                        "/ HTTP/1.1\r\nx: y"),
                List.of(":method", "GET", ":scheme", "ftp", ":authority", "bank.example", ":path", "/"),
                List.of(":method", "GET", ":authority", "bank.example", ":path", "/"),
                List.of(":scheme", "http", ":authority", "bank.example", ":path", "/"),
                List.of(":method", "GET /", ":scheme", "http", ":authority", "bank.example", ":path", "/"),
                List.of(":method", "GET", ":scheme", "http", ":authority", "", ":path", "/"),
                List.of(":method", "GET", ":scheme", "http", ":path", "/"),
                List.of(":method", "CONNECT", ":authority", "bank.example:443", ":path", "/", ":scheme", "https"),
                List.of(":method", "CONNECT", "host", "bank.example:443"));
    }

    private static List<String> with(String[] head, String... more) {
        return Stream.concat(Stream.of(head), Stream.of(more)).toList();
    }

    @ParameterizedTest
    @MethodSource("heads")
    void aMalformedHeadResetsItsStreamAndReachesNobody(List<String> fields) {
        client.headers(1, true, fields.toArray(String[]::new));

        Frame reset = client.read();

        assertThat(reset.type()).as("frame").isEqualTo(FrameClient.RST_STREAM);
        assertThat(reset.error()).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(proxy.forwarder.wasCalled()).isFalse();
        client.get(3);
        proxy.forwarder.awaitCall().respond(200, "");
        assertThat(client.read().field(":status")).as("the next stream").isEqualTo("200");
    }

    @Test
    void pseudoFieldsAfterOthersAreRefused() {
        // Without an index, name and value in the open: the order is what matters.
        byte[] late = client.block(1, "x", "1");
        byte[] pseudo = client.block(1, FrameClient.request("GET"));
        byte[] block = new byte[late.length + pseudo.length];
        System.arraycopy(late, 0, block, 0, late.length);
        System.arraycopy(pseudo, 0, block, late.length, pseudo.length);

        client.frame(FrameClient.HEADERS, FrameClient.END_HEADERS | FrameClient.END_STREAM, 1, block);

        assertThat(client.read().error()).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(proxy.forwarder.wasCalled()).isFalse();
    }

    @Test
    void aHostThatSaysTheSameAsTheAuthorityIsAccepted() {
        client.get(1, "host", "BANK.example");

        assertThat(proxy.forwarder.awaitCall().headers.getAll("host")).containsExactly("bank.example");
    }

    @Test
    void anAuthorityThatIsNoneIsAnswered() {
        client.headers(1, true, ":method", "GET", ":scheme", "http", ":authority", "u@bank.example", ":path", "/");

        assertThat(client.read().field(":status")).isEqualTo("400");
        assertThat(proxy.forwarder.wasCalled()).isFalse();
    }

    @Test
    void aBodyLongerThanItsContentLengthIsResetAndTheCallAborted() {
        client.post(1, "content-length", "3").data(1, "four", false);

        assertThat(client.read().error()).isEqualTo(Http2Error.PROTOCOL_ERROR);
        Call call = proxy.forwarder.awaitCall();
        assertThat(call.awaitAbort()).isEqualTo(Outcome.CLIENT_MALFORMED);
        assertThat(call.body()).isEmpty();
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.CLIENT_MALFORMED);
    }

    @Test
    void aBodyShorterThanItsContentLengthIsResetAndTheCallAborted() {
        client.post(1, "content-length", "5").data(1, "four", true);

        assertThat(client.read().error()).isEqualTo(Http2Error.PROTOCOL_ERROR);
        Call call = proxy.forwarder.awaitCall();
        assertThat(call.awaitAbort()).isEqualTo(Outcome.CLIENT_MALFORMED);
        assertThat(call.ended).isNotDone();
    }

    @Test
    void pseudoFieldsInTrailersAreRefused() {
        client.post(1).data(1, "a", false).headers(1, true, ":path", "/other");

        assertThat(client.read().error()).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(proxy.forwarder.awaitCall().awaitAbort()).isEqualTo(Outcome.CLIENT_MALFORMED);
    }

    @Test
    void fieldsInTheMiddleOfABodyAreRefused() {
        client.post(1).data(1, "a", false).headers(1, false, "x", "1");

        assertThat(client.read().error()).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(proxy.forwarder.awaitCall().awaitAbort()).isEqualTo(Outcome.CLIENT_MALFORMED);
    }

    @Test
    void anEvenStreamOfAClientEndsTheConnection() {
        client.get(2);

        Frame goAway = client.read();
        assertThat(goAway.type()).isEqualTo(FrameClient.GOAWAY);
        assertThat(goAway.error()).isEqualTo(Http2Error.PROTOCOL_ERROR);
        assertThat(client.closes()).isTrue();
    }

    @Test
    void dataBeyondTheWindowIsRefused() {
        proxy.forwarder.writable = false;
        client.post(1);
        Call call = proxy.forwarder.awaitCall();
        String piece = "x".repeat(16_384);
        for (int sent = 0; sent < 10; sent++) {
            client.data(1, piece, false);
        }

        Frame refusal = client.read();
        assertThat(refusal.error()).isEqualTo(Http2Error.FLOW_CONTROL_ERROR);
        assertThat(call.awaitAbort()).isIn(Outcome.CLIENT_MALFORMED, Outcome.CLIENT_GONE);
    }
}
