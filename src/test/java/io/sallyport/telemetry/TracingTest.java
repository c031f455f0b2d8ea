package io.sallyport.telemetry;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.sallyport.exchange.Outcome;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class TracingTest {

    private static final ProxyNode NODE = ProxyNode.of(Map.of(), Optional.empty(), "default");

    @Test
    void nothingIsMadeWithoutAnEndpoint() {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();

        assertThat(Tracing.from(Map.of(), NODE, metrics)).isEmpty();
        assertThat(Tracing.from(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", " "), NODE, metrics))
                .isEmpty();
        assertThat(metrics.getMeters()).isEmpty();
    }

    @Test
    void spansReachTheCollectorByTheTimeItIsClosed() throws Exception {
        BlockingQueue<String> received = new LinkedBlockingQueue<>();
        HttpServer collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        collector.createContext("/", call -> {
            received.add(call.getRequestURI() + " "
                    + new String(call.getRequestBody().readAllBytes(), ISO_8859_1));
            call.sendResponseHeaders(200, -1);
            call.close();
        });
        collector.start();
        try (Tracing tracing = Tracing.from(
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT",
                                        "http://127.0.0.1:"
                                                + collector.getAddress().getPort(),
                                "OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf",
                                "OTEL_EXPORTER_OTLP_COMPRESSION", "none"),
                        NODE,
                        new SimpleMeterRegistry())
                .orElseThrow()) {
            Exchanges.end(
                    Exchanges.begin(
                            Exchanges.get("www.ecb.europa.eu", "/"),
                            Exchanges.forward(Exchanges.BANK),
                            tracing.observer()),
                    200,
                    Outcome.COMPLETED);
        }

        try {
            assertThat(received.poll(5, TimeUnit.SECONDS))
                    .startsWith("/v1/traces ")
                    .contains("service.name", "sallyport", "www.ecb.europa.eu");
            assertThat(received).as("no metrics, no logs").isEmpty();
        } finally {
            collector.stop(0);
        }
    }
}
