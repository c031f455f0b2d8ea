package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Span.SpanKind;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.DenialReason;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a collector receives, by each of the protocols that {@code OTEL_EXPORTER_OTLP_PROTOCOL} names. */
class OtlpExportTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final int EXCHANGES = 20;

    @ParameterizedTest
    @EnumSource
    void everyExchangeAndEveryTryArrivesInTheCallersTrace(CollectorFixture.Protocol protocol) throws Exception {
        SimpleMeterRegistry metrics = new SimpleMeterRegistry();
        try (CollectorFixture collector = CollectorFixture.start(protocol)) {
            try (Tracing tracing = tracing(collector, metrics)) {
                for (int i = 0; i < EXCHANGES; i++) {
                    retriedOnce(tracing);
                }
                denied(tracing);
            }

            List<Span> spans = collector.spans();
            assertThat(spans).hasSize(EXCHANGES * 3 + 1);
            assertThat(spans).allSatisfy(span -> {
                assertThat(hex(span.getTraceId().toByteArray())).isEqualTo(TRACE);
                assertThat(attributes(span))
                        .containsEntry("component", "proxy")
                        .containsEntry("node_id", "waypoint~127.0.0.1~sallyport.default~default.svc.cluster.local")
                        .containsEntry("http.method", "GET")
                        .containsEntry("http.request.method", "GET");
            });
            Map<String, List<Span>> tries = spans.stream()
                    .filter(span -> span.getKind() == SpanKind.SPAN_KIND_CLIENT)
                    .collect(Collectors.groupingBy(
                            span -> hex(span.getParentSpanId().toByteArray())));
            List<Span> servers = spans.stream()
                    .filter(span -> span.getKind() == SpanKind.SPAN_KIND_SERVER)
                    .toList();
            assertThat(servers)
                    .hasSize(EXCHANGES + 1)
                    .allSatisfy(span -> assertThat(hex(span.getParentSpanId().toByteArray()))
                            .isEqualTo(PARENT));
            servers.subList(0, EXCHANGES)
                    .forEach(server -> assertExchange(
                            server, tries.getOrDefault(hex(server.getSpanId().toByteArray()), List.of())));
            assertDenial(servers.getLast());
            assertThat(collector.resource()).containsEntry("service.name", "sallyport");
        }
        assertThat(metrics.get("sallyport.spans.dropped").counter().count()).isZero();
    }

    private static void assertExchange(Span server, List<Span> tries) {
        assertThat(events(server)).containsExactly("retry");
        assertThat(tries).hasSize(2);
        Span failed = tries.getFirst();
        Span succeeded = tries.getLast();
        assertThat(attributes(failed))
                .containsEntry("error.type", "upstream_reset")
                .containsEntry("response_flags", "UC")
                .doesNotContainKey("http.request.resend_count");
        assertThat(attributes(succeeded))
                .containsEntry("http.request.resend_count", 1L)
                .containsEntry("http.response.status_code", 200L)
                .containsEntry("http.status_code", 200L)
                .containsEntry("url.full", "http://www.ecb.europa.eu/rates")
                .containsEntry("upstream_cluster", "outbound|80||www.ecb.europa.eu")
                .containsEntry("network.peer.address", "192.0.2.7");
        assertThat(events(succeeded))
                .containsExactly("dns.done", "connect.done", "tls.done", "request.sent", "response.first_byte");
        assertThat(succeeded.getEventsList())
                .extracting(Span.Event::getTimeUnixNano)
                .isSorted()
                .allMatch(time -> time >= succeeded.getStartTimeUnixNano());
    }

    private static void assertDenial(Span server) {
        assertThat(events(server)).containsExactly("denied");
        assertThat(attributes(server))
                .containsEntry("sallyport.denial.reason", "host-not-listed")
                .containsEntry("upstream_cluster", "BlackHoleCluster")
                .containsEntry("http.response.status_code", 403L);
    }

    private static void retriedOnce(Tracing tracing) {
        Exchange exchange = Exchanges.begin(
                called(Exchanges.get("www.ecb.europa.eu", "/rates")),
                Exchanges.forward(Exchanges.BANK),
                tracing.observer());
        exchange.endAttempt(exchange.startAttempt(new DefaultHttpHeaders()), Outcome.UPSTREAM_RESET, "");
        Attempt second = exchange.startAttempt(new DefaultHttpHeaders());
        second.address = Exchanges.UPSTREAM;
        second.encrypted = true;
        second.resolvedNanos = second.startedNanos() + 1_000;
        second.openedNanos = second.startedNanos() + 2_000;
        second.connectedNanos = second.startedNanos() + 3_000;
        second.requestSentNanos = second.startedNanos() + 4_000;
        second.firstByteNanos = second.startedNanos() + 5_000;
        second.status = 200;
        exchange.endAttempt(second, Outcome.COMPLETED, "");
        Exchanges.end(exchange, 200, Outcome.COMPLETED);
    }

    private static void denied(Tracing tracing) {
        Exchange exchange = Exchanges.begin(
                called(Exchanges.get("evil.example", "/")),
                Exchanges.deny(DenialReason.HOST_NOT_LISTED, null),
                tracing.observer());
        Exchanges.end(exchange, 403, Outcome.DENIED);
    }

    private static Exchanges.Head called(Exchanges.Head head) {
        return head.with("traceparent", "00-" + TRACE + "-" + PARENT + "-01");
    }

    private static Tracing tracing(CollectorFixture collector, SimpleMeterRegistry metrics) {
        return Tracing.from(
                        Map.of(
                                "OTEL_EXPORTER_OTLP_ENDPOINT",
                                "http://127.0.0.1:" + collector.port(),
                                "OTEL_EXPORTER_OTLP_PROTOCOL",
                                collector.protocol().written()),
                        ProxyNode.of(Map.of(), Optional.empty(), "default"),
                        metrics)
                .orElseThrow();
    }

    private static List<String> events(Span span) {
        return span.getEventsList().stream().map(Span.Event::getName).toList();
    }

    private static Map<String, Object> attributes(Span span) {
        Map<String, Object> attributes = new HashMap<>();
        for (KeyValue one : span.getAttributesList()) {
            attributes.put(
                    one.getKey(),
                    one.getValue().hasIntValue()
                            ? one.getValue().getIntValue()
                            : one.getValue().getStringValue());
        }
        return attributes;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
