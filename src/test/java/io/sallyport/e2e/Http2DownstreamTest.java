package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.listener.FrameClient;
import io.sallyport.listener.FrameClient.Frame;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Clients of HTTP/2 and an origin of HTTP/1.1, through the whole gateway. */
class Http2DownstreamTest {

    private static final String[] POST = {
        ":method", "POST", ":scheme", "http", ":authority", "bank.example", ":path", "/rates.Rates/Get"
    };

    @Test
    void aCallInTheMannerOfGrpcPassesWithTrailersBothWays() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.answering("""
                        HTTP/1.1 200 OK\r
                        Content-Type: application/grpc\r
                        Transfer-Encoding: chunked\r
                        \r
                        5\r
                        reply\r
                        0\r
                        Grpc-Status: 0\r
                        Grpc-Message: fine\r
                        \r
                        """));
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port()));
                FrameClient client = new FrameClient(gateway.port())) {
            client.headers(1, false, with("content-type", "application/grpc", "te", "trailers"))
                    .data(1, "question", false)
                    .headers(1, true, "x-checksum", "7");

            Frame head = client.read();
            assertThat(head.field(":status")).isEqualTo("200");
            assertThat(head.field("content-type")).isEqualTo("application/grpc");
            assertThat(client.read().text()).isEqualTo("reply");
            Frame end = client.read();
            assertThat(end.ends()).isTrue();
            assertThat(end.field("grpc-status")).isEqualTo("0");
            assertThat(end.field("grpc-message")).isEqualTo("fine");

            WireMessage sent = upstream.request(0);
            assertThat(sent.startLine()).isEqualTo("POST /rates.Rates/Get HTTP/1.1");
            assertThat(sent.head()).containsIgnoringCase("host: bank.example").containsIgnoringCase("via: 2 sallyport");
            assertThat(sent.isChunked()).isTrue();
            assertThat(sent.text()).isEqualTo("question");
            assertThat(sent.trailers()).containsIgnoringCase("x-checksum: 7");
            Exchange exchange = gateway.ended();
            assertThat(exchange.protocol).isEqualTo("HTTP/2");
            assertThat(exchange.outcome()).isEqualTo(Outcome.COMPLETED);
        }
    }

    @Test
    void theRoutesTimeoutAndRetriesHoldAsForHttp1() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.silent());
                RunningGateway gateway = RunningGateway.of(Yaml.bank(upstream.port(), "timeout: 200ms\n"));
                FrameClient client = new FrameClient(gateway.port())) {
            client.headers(1, true, POST);

            assertThat(client.read().field(":status")).isEqualTo("504");
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.REQUEST_TIMEOUT);
        }
    }

    private static String[] with(String... more) {
        String[] all = Arrays.copyOf(POST, POST.length + more.length);
        System.arraycopy(more, 0, all, POST.length, more.length);
        return all;
    }
}
