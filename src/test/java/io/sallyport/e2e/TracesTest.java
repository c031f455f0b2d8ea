package io.sallyport.e2e;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.sallyport.telemetry.TracingObserver;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The spans of real requests. */
class TracesTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String PARENT = "b7ad6b7169203331";
    private static final String GET =
            "GET /rates HTTP/1.1\r\nHost: bank.example\r\ntraceparent: 00-" + TRACE + "-" + PARENT + "-01\r\n\r\n";

    private final Collected spans = new Collected();
    private final TracingObserver tracing = new TracingObserver(OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build());

    @Test
    void aRetriedRequestIsOneTraceFromTheCallerToTheHost() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(connection -> {
                    connection.readRequest();
                    connection.send("HTTP/1.1 503 Out\r\nContent-Length: 0\r\n\r\n");
                    connection.readRequest();
                    connection.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                });
                RunningGateway gateway =
                        RunningGateway.of(traced(upstream.port())).observedBy(tracing);
                RawClient client = gateway.connect()) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(200);
            gateway.ended();

            SpanData first = spans.list.get(0);
            SpanData second = spans.list.get(1);
            SpanData server = spans.list.get(2);
            assertThat(spans.list)
                    .hasSize(3)
                    .allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(TRACE));
            assertThat(server.getParentSpanId()).isEqualTo(PARENT);
            assertThat(names(server)).containsExactly("retry");
            assertThat(names(first)).containsExactly("dns.done", "connect.done", "request.sent", "response.first_byte");
            assertThat(names(second))
                    .as("on the same connection")
                    .containsExactly("dns.done", "request.sent", "response.first_byte");
            assertThat(second.getAttributes().get(longKey("http.request.resend_count")))
                    .isEqualTo(1);
            assertThat(List.of(first, second)).allSatisfy(span -> {
                assertThat(span.getParentSpanId()).isEqualTo(server.getSpanId());
                assertThat(span.getStartEpochNanos()).isGreaterThanOrEqualTo(server.getStartEpochNanos());
                assertThat(span.getEndEpochNanos()).isLessThanOrEqualTo(server.getEndEpochNanos());
                assertThat(span.getEvents())
                        .extracting(EventData::getEpochNanos)
                        .isSorted()
                        .allMatch(time -> time >= span.getStartEpochNanos() && time <= span.getEndEpochNanos());
            });
            assertThat(upstream.requests())
                    .extracting(request -> request.field("traceparent").orElse(""))
                    .containsExactly(
                            "00-" + TRACE + "-" + first.getSpanId() + "-01",
                            "00-" + TRACE + "-" + second.getSpanId() + "-01");
        }
    }

    @Test
    void aHandshakeIsAStepOfItsOwn(@TempDir Path folder) throws Exception {
        TlsAuthority authority = TlsAuthority.create(folder, "authority");
        TlsIdentity bank = authority.issue("dns:bank.example").identity();
        try (ScriptedUpstream upstream = ScriptedUpstream.startTls(bank, Script.ok("rates"));
                RunningGateway gateway =
                        RunningGateway.of(Yaml.bank(upstream.port()) + """
                        ---
                        apiVersion: networking.istio.io/v1
                        kind: DestinationRule
                        metadata: {name: bank}
                        spec:
                          host: bank.example
                          trafficPolicy:
                            tls: {mode: SIMPLE, insecureSkipVerify: true}
                        """).observedBy(tracing);
                RawClient client = gateway.connect()) {
            assertThat(client.send(GET).readResponse().status()).isEqualTo(200);
            gateway.ended();

            assertThat(names(spans.list.getFirst()))
                    .containsExactly("dns.done", "connect.done", "tls.done", "request.sent", "response.first_byte");
        }
    }

    @Test
    void aTunnelIsOneSpan() throws Exception {
        try (ScriptedUpstream upstream = ScriptedUpstream.start(Script.ok("raw"));
                RunningGateway gateway =
                        RunningGateway.of(Yaml.bank(upstream.port())).observedBy(tracing)) {
            try (RawClient client = gateway.connect()) {
                client.send("CONNECT bank.example:9000 HTTP/1.1\r\nHost: bank.example:9000\r\n\r\n")
                        .readHead();
                client.send(GET).readResponse();
            }
            gateway.ended();

            SpanData tunnel = spans.list.getFirst();
            assertThat(spans.list).hasSize(1);
            assertThat(tunnel.getKind()).isEqualTo(SpanKind.SERVER);
            assertThat(names(tunnel)).containsExactly("dns.done", "connect.done");
            assertThat(tunnel.getAttributes().get(stringKey("upstream_address")))
                    .isEqualTo("127.0.0.1:" + upstream.port());
        }
    }

    private static String traced(int port) {
        String told = "metadata: {name: bank, annotations: {sallyport.io/outward-headers: trace}}";
        return Yaml.bank(port, "retries: {attempts: 2, retryOn: \"503\", backoff: 1ms}\n")
                .replaceFirst("metadata: \\{name: bank}", told);
    }

    private static List<String> names(SpanData span) {
        return span.getEvents().stream().map(EventData::getName).toList();
    }

    /** Keeps the spans in the order they ended. */
    private static final class Collected implements SpanExporter {
        final List<SpanData> list = new CopyOnWriteArrayList<>();

        @Override
        public CompletableResultCode export(Collection<SpanData> ended) {
            list.addAll(ended);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
