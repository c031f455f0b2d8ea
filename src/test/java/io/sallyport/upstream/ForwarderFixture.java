package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.RequestSink;
import io.sallyport.policy.AddressRange;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Cluster.Discovery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;

/** A forwarder on a loop of its own, and what it takes to send something through it. */
abstract class ForwarderFixture {

    static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    final TestLoop loop = TestLoop.started();
    final FakeResolver resolver = new FakeResolver().knows("bank.example", "127.0.0.1");
    final AddressGuard guard = new AddressGuard(List.of(AddressRange.parse("127.0.0.0/8")));
    PooledForwarder forwarder = forwarder(UpstreamSettings.DEFAULT.withStaleAfter(Duration.ZERO));

    @AfterEach
    void stop() {
        forwarder.close();
        loop.close();
    }

    final PooledForwarder forwarder(UpstreamSettings settings) {
        return new PooledForwarder(new Destinations(resolver, guard), loop.timer(), settings);
    }

    int pooled() {
        return loop.call(() -> forwarder.pool(loop.loop()).size());
    }

    Exchange to(ScriptedUpstream upstream) {
        return Exchanges.to(loop.loop(), dns(upstream.port()));
    }

    static Cluster dns(int port) {
        return Exchanges.cluster(Discovery.DNS, Exchanges.endpoint("bank.example", port));
    }

    RecordingSink get(Exchange exchange) {
        return send(exchange, request(HttpMethod.GET));
    }

    RecordingSink send(Exchange exchange, HttpRequest request) {
        RecordingSink response = new RecordingSink();
        loop.run(() -> finish(forwarder.forward(exchange, request, response)));
        return response;
    }

    static void finish(RequestSink sink) {
        sink.end(EmptyHttpHeaders.INSTANCE);
        sink.flush();
    }

    static HttpRequest request(HttpMethod method) {
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, "/rates");
        request.headers().set("Host", "bank.example");
        return request;
    }

    static ByteBuf text(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    static int closedPort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
