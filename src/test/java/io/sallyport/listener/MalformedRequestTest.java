package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Outcome;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be read is answered, the connection ends, and nothing of it reaches an upstream. */
class MalformedRequestTest {

    private static final String GET = "GET http://bank.example/ HTTP/1.1\\r\\nHost: bank.example\\r\\n";
    private static final String POST = "POST http://bank.example/ HTTP/1.1\\r\\nHost: bank.example\\r\\n";

    @AutoClose
    private final Proxy proxy = new Proxy();

    @AutoClose
    private final RawClient client = proxy.client();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "400|" + POST + "Content-Length: 1\\r\\nContent-Length: 2\\r\\n\\r\\nab",
                "400|" + POST + "Content-Length: 3\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
                "501|" + POST + "Transfer-Encoding: gzip, chunked\\r\\n\\r\\n0\\r\\n\\r\\n",
                "400|" + POST + "Transfer-Encoding: xchunked\\r\\n\\r\\n0\\r\\n\\r\\n",
                "400|" + GET + "X: a\\rb\\r\\n\\r\\n",
                "400|" + GET + "X: a\\r\\n folded\\r\\n\\r\\n",
                "400|" + GET + "Host: bank.example\\r\\n\\r\\n",
                "400|" + GET + "X : a\\r\\n\\r\\n",
                "400|GET http://bank.example/ HTTP/1.1\\r\\n\\r\\n",
                "400|GET  http://bank.example/ HTTP/1.1\\r\\nHost: a\\r\\n\\r\\n",
                "400|CONNECT bank.example HTTP/1.1\\r\\nHost: bank.example\\r\\n\\r\\n",
                "400|GET http://a@bank.example/ HTTP/1.1\\r\\nHost: bank.example\\r\\n\\r\\n",
                "400|GET /#x HTTP/1.1\\r\\nHost: bank.example\\r\\n\\r\\n",
                "400|GET / HTTP/1.0\\r\\n\\r\\n",
                "505|GET http://bank.example/ HTTP/2.0\\r\\nHost: a\\r\\n\\r\\n",
            })
    void itIsRefusedWithItsStatusAndTheConnectionEnds(int status, String escaped) {
        client.send(escaped.replace("\\r", "\r").replace("\\n", "\n"));

        String all = client.readToEnd();
        assertThat(all).startsWith("HTTP/1.1 " + status + " ").containsIgnoringCase("connection: close");
        assertThat(all).contains("sallyport; error=http_request_error; details=");
        assertThat(proxy.forwarder.wasCalled()).isFalse();
    }

    @Test
    void aHeadThatIsTooLargeIs431() {
        client.send("GET http://bank.example/ HTTP/1.1\r\nHost: bank.example\r\nX: " + "x".repeat(70_000));

        assertThat(client.readToEnd()).startsWith("HTTP/1.1 431 ");
    }

    @Test
    void aTargetThatIsTooLongIs414() {
        client.send("GET http://bank.example/" + "x".repeat(9_000) + " HTTP/1.1\r\n");

        assertThat(client.readToEnd()).startsWith("HTTP/1.1 414 ");
    }

    @Test
    void aBadChunkEndsTheExchangeAndCancelsTheUpstream() {
        client.request("POST http://bank.example/ HTTP/1.1", "Host: bank.example", "Transfer-Encoding: chunked")
                .send("3\r\nabc\r\n");
        Call call = proxy.forwarder.awaitCall();
        client.send("xyz\r\n");

        assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ").contains("chunk size not hexadecimal");
        assertThat(call.awaitAbort()).isEqualTo(Outcome.CLIENT_MALFORMED);
        assertThat(call.ended).isNotDone();
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.CLIENT_MALFORMED);
    }

    @Test
    void aBadRequestAfterAGoodOneIsRefusedAfterTheGoodOnesResponse() {
        client.send("GET http://bank.example/ HTTP/1.1\r\nHost: bank.example\r\n\r\n\u0001rubbish");
        proxy.forwarder.awaitCall().respond(200, "good");

        assertThat(client.read().body()).isEqualTo("good");
        assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void anUnreadableHeadIsNoExchange() {
        client.send("rubbish\r\n\r\n");

        assertThat(client.readToEnd()).startsWith("HTTP/1.1 400 ");
        assertThat(proxy.observer.startedCount()).isZero();
    }
}
