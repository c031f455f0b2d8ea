package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.e2e.Program;
import io.sallyport.exchange.Outcome;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs as they are, and the ways in which they begin HTTP/2. */
class Http2ClientsTest {

    private static final String INSTALL = "apt-get install curl";

    @AutoClose
    private final Proxy proxy = new Proxy();

    @Test
    void curlWithPriorKnowledge() throws IOException {
        Program curl = Program.of("curl", "HTTP2", INSTALL);
        CompletableFuture<Void> upstream = answer(1);

        String output = curl.run(
                "-sS", "-i", "--http2-prior-knowledge", "-H", "Host: bank.example", "-d", "amount=5", url("/pay"));

        assertThat(output)
                .startsWith("HTTP/2 200")
                .contains("x-said: /pay amount=5")
                .endsWith("done");
        Call.await(upstream);
    }

    @Test
    void curlThatUpgradesAGatewayRequest() throws IOException {
        Program curl = Program.of("curl", "HTTP2", INSTALL);
        CompletableFuture<Void> upstream = answer(2);

        String output = curl.run("-sS", "-i", "--http2", "-H", "Host: bank.example", url("/first"), url("/second"));

        assertThat(output)
                .startsWith("HTTP/1.1 101 ")
                .contains("HTTP/2 200", "x-said: /first\r\n", "x-said: /second\r\n")
                .endsWith("done");
        Call.await(upstream);
    }

    @Test
    void curlThatSendsABodyStaysWithHttp1() throws IOException {
        Program curl = Program.of("curl", "HTTP2", INSTALL);
        CompletableFuture<Void> upstream = answer(1);

        String output = curl.run("-sS", "-i", "--http2", "-H", "Host: bank.example", "-d", "a=1", url("/pay"));

        assertThat(output).startsWith("HTTP/1.1 200").endsWith("done");
        Call.await(upstream);
    }

    @Test
    void javaThatUpgradesThroughItsProxySetting() throws Exception {
        CompletableFuture<Void> upstream = answer(2);
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), proxy.listener.port());
        try (java.net.http.HttpClient client = java.net.http.HttpClient.newBuilder()
                .version(java.net.http.HttpClient.Version.HTTP_2)
                .proxy(ProxySelector.of(address))
                .build()) {
            HttpRequest get = HttpRequest.newBuilder(URI.create("http://bank.example/rates"))
                    .build();
            HttpRequest post = HttpRequest.newBuilder(URI.create("http://bank.example/pay"))
                    .POST(HttpRequest.BodyPublishers.ofString("amount=5"))
                    .build();

            assertThat(client.send(get, HttpResponse.BodyHandlers.ofString()).body())
                    .isEqualTo("done");
            HttpResponse<String> paid = client.send(post, HttpResponse.BodyHandlers.ofString());
            assertThat(paid.headers().firstValue("x-said")).contains("/pay amount=5");
        }
        Call.await(upstream);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void vertxWithAndWithoutUpgrade(boolean upgrade) throws Exception {
        CompletableFuture<Void> upstream = answer(2);
        Vertx vertx = Vertx.vertx();
        try {
            HttpClient client = vertx.createHttpClient(new HttpClientOptions()
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setHttp2ClearTextUpgrade(upgrade));
            for (String path : new String[] {"/first", "/second"}) {
                RequestOptions options = new RequestOptions()
                        .setServer(SocketAddress.inetSocketAddress(proxy.listener.port(), "127.0.0.1"))
                        .setHost("bank.example")
                        .setPort(80)
                        .setURI(path);
                String told = client.request(options)
                        .compose(request -> request.send())
                        .compose(response -> response.body()
                                .map(body -> response.version() + " " + response.getHeader("x-said") + " " + body))
                        .toCompletionStage()
                        .toCompletableFuture()
                        .get(10, TimeUnit.SECONDS);

                assertThat(told).isEqualTo("HTTP_2 " + path + " done");
            }
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
        Call.await(upstream);
        assertThat(proxy.observer.awaitEnd().protocol).isEqualTo("HTTP/2");
        assertThat(proxy.observer.awaitEnd().outcome()).isEqualTo(Outcome.COMPLETED);
    }

    @Test
    void nghttpWithManyRequestsAtOnce() throws IOException {
        Program nghttp = Program.of("nghttp", "nghttp2/", "apt-get install nghttp2-client");
        CompletableFuture<Void> upstream = answer(20);

        String output = nghttp.run("-n", "-s", "-m", "20", "-H", ":authority: bank.example", url("/many"));

        assertThat(output).contains("Request timing").doesNotContain(" 503 ", "Some requests were not processed");
        Call.await(upstream);
    }

    /** Plays the upstream for so many requests. */
    private CompletableFuture<Void> answer(int requests) {
        return CompletableFuture.runAsync(() -> {
            for (int served = 0; served < requests; served++) {
                Call call = proxy.forwarder.awaitCall();
                call.awaitEnd();
                call.respond(200, "done", "x-said", call.uri + " " + call.body());
            }
        });
    }

    private String url(String path) {
        return "http://127.0.0.1:" + proxy.listener.port() + path;
    }
}
