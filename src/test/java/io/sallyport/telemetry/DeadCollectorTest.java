package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A collector that is away costs spans, each of them counted, and nothing else. */
@Timeout(60)
class DeadCollectorTest {

    private static final int EXCHANGES = 10_000;
    private static final int QUEUE = 2048;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();

    @ParameterizedTest
    @EnumSource
    void whatNobodyListensForIsDroppedAndCounted(CollectorFixture.Protocol protocol) throws Exception {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        Tracing tracing = tracing(closed, protocol);

        run(tracing);
        tracing.close();

        assertThat(dropped()).isEqualTo(2 * EXCHANGES);
        assertThat(tracing.outlet().held()).isZero();
    }

    @Test
    void aCollectorThatNeverAnswersKeepsNobodyWaitingAndNoMoreThanTheQueueHolds() throws Exception {
        // Connections stand, by the kernel's doing; nobody ever reads from them.
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            Tracing tracing = tracing(silent.getLocalPort(), CollectorFixture.Protocol.HTTP);

            run(tracing);
            tracing.close();

            assertThat(dropped()).isEqualTo(2 * EXCHANGES);
            assertThat(tracing.outlet().held()).isZero();
        }
    }

    private void run(Tracing tracing) {
        for (int i = 0; i < EXCHANGES; i++) {
            Exchange exchange = Exchanges.begin(
                    Exchanges.get("www.ecb.europa.eu", "/"), Exchanges.forward(Exchanges.BANK), tracing.observer());
            exchange.endAttempt(exchange.startAttempt(new DefaultHttpHeaders()), Outcome.COMPLETED, "");
            Exchanges.end(exchange, 200, Outcome.COMPLETED);
            assertThat(tracing.outlet().held()).isLessThanOrEqualTo(QUEUE);
        }
    }

    private int dropped() {
        return (int) metrics.get("sallyport.spans.dropped").counter().count();
    }

    private Tracing tracing(int port, CollectorFixture.Protocol protocol) {
        return Tracing.from(
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT",
                                "http://127.0.0.1:" + port,
                                "OTEL_EXPORTER_OTLP_PROTOCOL",
                                protocol.written(),
                                // In milliseconds, so that the last of the queue is given up within the test.
                                "OTEL_EXPORTER_OTLP_TIMEOUT",
                                "300"),
                        ProxyNode.of(Map.of(), Optional.empty(), "default"),
                        metrics)
                .orElseThrow();
    }
}
