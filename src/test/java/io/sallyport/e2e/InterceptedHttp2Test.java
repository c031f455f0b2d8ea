package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.listener.FrameClient;
import io.sallyport.listener.FrameClient.Frame;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** HTTP/2 inside a CONNECT of HTTP/1.1 whose TLS ends here. */
class InterceptedHttp2Test {

    @TempDir
    static Path folder;

    static Intercepting bank;

    @BeforeAll
    static void issue() throws Exception {
        bank = Intercepting.in(folder);
    }

    @Test
    void javaThroughItsProxySettingSpeaksHttp2WithUs() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("rates"));
                RunningGateway gateway = bank.gateway(upstream);
                HttpClient client = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_2)
                        .sslContext(bank.trusting())
                        .proxy(ProxySelector.of(
                                new InetSocketAddress(InetAddress.getLoopbackAddress(), gateway.port())))
                        .build()) {
            HttpRequest get = HttpRequest.newBuilder(URI.create("https://bank.example/rates"))
                    .build();
            HttpRequest post = HttpRequest.newBuilder(URI.create("https://bank.example/pay"))
                    .POST(HttpRequest.BodyPublishers.ofString("amount=5"))
                    .build();

            HttpResponse<String> got = client.send(get, HttpResponse.BodyHandlers.ofString());
            HttpResponse<String> paid = client.send(post, HttpResponse.BodyHandlers.ofString());

            assertThat(got.version()).isEqualTo(HttpClient.Version.HTTP_2);
            assertThat(got.body()).isEqualTo("rates");
            assertThat(paid.statusCode()).isEqualTo(200);
            assertThat(upstream.request(1).text()).isEqualTo("amount=5");
            assertThat(gateway.ended().head().method()).isEqualTo("CONNECT");
            Exchange first = gateway.ended();
            assertThat(first.protocol).isEqualTo("HTTP/2");
            assertThat(first.head().scheme()).isEqualTo("https");
            assertThat(gateway.ended().head().method()).as("no second CONNECT").isEqualTo("POST");
        }
    }

    @Test
    void curlThroughItsProxySettingSpeaksHttp2WithUs() throws Exception {
        Program curl = Program.of("curl", "HTTP2", "apt-get install curl");
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("rates"));
                RunningGateway gateway = bank.gateway(upstream)) {
            String output = curl.run(
                    "-sS",
                    "-i",
                    "--http2",
                    "--proxy",
                    "http://127.0.0.1:" + gateway.port(),
                    "--cacert",
                    bank.operator().certificate().toString(),
                    "https://bank.example/rates");

            assertThat(output).contains("\r\n\r\nHTTP/2 200").endsWith("rates");
        }
    }

    @Test
    void trailersPassBothWays() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.answering("""
                        HTTP/1.1 200 OK\r
                        Transfer-Encoding: chunked\r
                        \r
                        5\r
                        reply\r
                        0\r
                        Grpc-Status: 0\r
                        \r
                        """));
                RunningGateway gateway = bank.gateway(upstream);
                FrameClient client = client(gateway)) {
            client.headers(1, false, request("POST", "bank.example", "te", "trailers"))
                    .data(1, "question", false)
                    .headers(1, true, "x-checksum", "7");

            assertThat(client.read().field(":status")).isEqualTo("200");
            assertThat(client.read().text()).isEqualTo("reply");
            Frame end = client.read();
            assertThat(end.ends()).isTrue();
            assertThat(end.field("grpc-status")).isEqualTo("0");
            assertThat(upstream.request(0).text()).isEqualTo("question");
            assertThat(upstream.request(0).trailers()).containsIgnoringCase("x-checksum: 7");
        }
    }

    @Test
    void theRoutesTimeoutIsKept() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.silent());
                RunningGateway gateway = bank.gateway(upstream);
                FrameClient client = client(gateway)) {
            client.headers(1, true, request("GET", "bank.example"));

            assertThat(client.read().field(":status")).isEqualTo("504");
            gateway.ended();
            assertThat(gateway.ended().outcome()).isEqualTo(Outcome.REQUEST_TIMEOUT);
        }
    }

    @Test
    void whatTheRouteRetriesIsRetried() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.resetting(), Script.ok("rates"));
                RunningGateway gateway = bank.gateway(upstream);
                FrameClient client = client(gateway)) {
            client.headers(1, true, request("GET", "bank.example"));

            assertThat(client.read().field(":status")).isEqualTo("200");
            gateway.ended();
            assertThat(gateway.ended().attempts()).hasSize(2);
        }
    }

    @ParameterizedTest
    @CsvSource({"https, open.example", "https, bank.example:8443", "http, bank.example"})
    void aRequestForSomebodyElseIsMisdirectedAndTheOthersLiveOn(String scheme, String authority) throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("rates"));
                RunningGateway gateway = bank.gateway(upstream);
                FrameClient client = client(gateway)) {
            client.headers(1, true, ":method", "GET", ":scheme", scheme, ":authority", authority, ":path", "/");

            Frame head = client.read();
            assertThat(head.field(":status")).isEqualTo("421");
            assertThat(head.field("proxy-status")).contains("error=http_request_denied");
            assertThat(client.read().text()).contains("its connection for bank.example:443");
            client.headers(3, true, request("GET", "bank.example"));
            assertThat(client.read().field(":status")).isEqualTo("200");
            assertThat(upstream.requests()).hasSize(1);
        }
    }

    @Test
    void aClientThatOffersNothingWeSpeakIsToldSo() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("no"));
                RunningGateway gateway = bank.gateway(upstream);
                Socket socket = Intercepting.tunnelled(gateway)) {
            assertThatExceptionOfType(SSLHandshakeException.class)
                    .isThrownBy(() -> bank.secured(socket, "bank.example", "spdy/3.1"))
                    .withMessageContaining("no_application_protocol");

            Exchange connect = gateway.ended();
            assertThat(connect.outcome()).isEqualTo(Outcome.CLIENT_MALFORMED);
            assertThat(connect.detail()).contains("no TLS could be agreed on");
        }
    }

    @Test
    void aClientThatAgreedOnHttp2AndSpeaksHttp1IsClosedOrderly() throws Exception {
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("no"));
                RunningGateway gateway = bank.gateway(upstream);
                SSLSocket tls = bank.secured(Intercepting.tunnelled(gateway), "bank.example", "h2")) {
            assertThat(tls.getApplicationProtocol()).isEqualTo("h2");
            tls.getOutputStream()
                    .write("GET / HTTP/1.1\r\nHost: bank.example\r\n\r\n".getBytes(StandardCharsets.US_ASCII));

            assertThat(tls.getInputStream().readAllBytes())
                    .as("nothing in HTTP/1")
                    .doesNotContain(new byte[] {'H', 'T', 'T', 'P', '/', '1'});
            assertThat(upstream.connectionCount()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource({"http/1.1;h2, h2", "http/1.1, http/1.1", "'', ''"})
    void whatTheClientOffersDecidesAndHttp2IsLikedBest(String offered, String agreed) throws Exception {
        String[] protocols = offered.isEmpty() ? new String[0] : offered.split(";", -1);
        try (ScriptedUpstream upstream = bank.upstream(Script.ok("no"));
                RunningGateway gateway = bank.gateway(upstream);
                SSLSocket tls = bank.secured(Intercepting.tunnelled(gateway), "bank.example", protocols)) {
            assertThat(tls.getApplicationProtocol()).isEqualTo(agreed);
        }
    }

    private static FrameClient client(RunningGateway gateway) throws Exception {
        return new FrameClient(bank.secured(Intercepting.tunnelled(gateway), "bank.example", "h2"));
    }

    static String[] request(String method, String authority, String... more) {
        String[] head = {":method", method, ":scheme", "https", ":authority", authority, ":path", "/rates"};
        String[] all = Arrays.copyOf(head, head.length + more.length);
        System.arraycopy(more, 0, all, head.length, more.length);
        return all;
    }
}
