package io.sallyport.telemetry;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static io.sallyport.policy.OutwardHeaders.STRIP;
import static io.sallyport.telemetry.Exchanges.BANK;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.CallerLabels;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.DenialReason;
import io.sallyport.policy.RequestHead;
import io.sallyport.policy.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class TracingObserverTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "00-" + TRACE + "-b7ad6b7169203331-01";

    private static final CallerLabels OWN = new CallerLabels("checkout", "checkout", "v1", "shop", "", "", "", "");

    private final Collected spans = new Collected();
    private final TracingObserver tracing = new TracingObserver(
            OpenTelemetrySdk.builder()
                    .setTracerProvider(SdkTracerProvider.builder()
                            .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
                            .addSpanProcessor(SimpleSpanProcessor.create(spans))
                            .build())
                    .setPropagators(ContextPropagators.create(new B3Too(W3CTraceContextPropagator.getInstance())))
                    .build(),
            ProxyNode.of(
                    Map.of(
                            "POD_NAME", "checkout-5d8f7c9b6d-x2x4z",
                            "POD_NAMESPACE", "shop",
                            "POD_IP", "10.1.2.3"),
                    Optional.of(OWN),
                    "default"));

    @Test
    void theCallersTraceGoesOnThroughTheServerSpanToEachTry() {
        HttpHeaders outgoing =
                new DefaultHttpHeaders().add("traceparent", CALLER).add("tracestate", "a=1");
        Exchange exchange = begin(bank().with("traceparent", CALLER).with("tracestate", "a=1", "b=2"));
        Attempt first = exchange.startAttempt(outgoing);
        String sentFirst = outgoing.get("traceparent");
        exchange.endAttempt(first, Outcome.UPSTREAM_RESET, "");
        Attempt second = exchange.startAttempt(outgoing);
        second.status = 200;
        second.address = Exchanges.UPSTREAM;
        exchange.endAttempt(second, Outcome.COMPLETED, "");
        Exchanges.end(exchange, 200, Outcome.COMPLETED);

        SpanData failed = spans.list.get(0);
        SpanData succeeded = spans.list.get(1);
        SpanData server = spans.list.get(2);
        assertThat(spans.list)
                .hasSize(3)
                .allSatisfy(span -> assertThat(span.getTraceId()).isEqualTo(TRACE));
        assertThat(server.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(server.getParentSpanId()).isEqualTo("b7ad6b7169203331");
        assertThat(List.of(failed, succeeded)).allSatisfy(span -> {
            assertThat(span.getKind()).isEqualTo(SpanKind.CLIENT);
            assertThat(span.getParentSpanId()).isEqualTo(server.getSpanId());
        });
        assertThat(sentFirst).isEqualTo("00-" + TRACE + "-" + failed.getSpanId() + "-01");
        assertThat(outgoing.getAll("traceparent")).containsExactly("00-" + TRACE + "-" + succeeded.getSpanId() + "-01");
        assertThat(outgoing.getAll("tracestate")).containsExactly("a=1,b=2");
        assertThat(failed.getAttributes().get(longKey("http.request.resend_count")))
                .isNull();
        assertThat(failed.getAttributes().get(stringKey("error.type"))).isEqualTo("upstream_reset");
        assertThat(failed.getStatus().getStatusCode()).isEqualTo(StatusCode.ERROR);
        assertThat(succeeded.getAttributes().get(longKey("http.request.resend_count")))
                .isEqualTo(1);
        assertThat(succeeded.getAttributes().get(longKey("http.response.status_code")))
                .isEqualTo(200);
        assertThat(succeeded.getAttributes().get(stringKey("network.peer.address")))
                .isEqualTo("192.0.2.7");
        assertThat(succeeded.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
        assertThat(server.getStatus().getStatusCode()).isEqualTo(StatusCode.UNSET);
    }

    @Test
    void anInvalidParentBeginsANewTraceAndItsStateIsDropped() {
        String zero = "00-00000000000000000000000000000000-b7ad6b7169203331-01";
        HttpHeaders outgoing = new DefaultHttpHeaders().add("traceparent", zero).add("tracestate", "a=1");
        Exchange exchange = begin(bank().with("traceparent", zero).with("tracestate", "a=1"));
        exchange.startAttempt(outgoing);

        assertThat(outgoing.get("traceparent")).hasSize(55).doesNotContain("00000000000000000000000000000000");
        assertThat(outgoing.contains("tracestate")).isFalse();
    }

    @Test
    void twoParentsAreNone() {
        Exchange exchange = begin(bank().with("traceparent", CALLER, CALLER));
        Exchanges.end(exchange, 200, Outcome.COMPLETED);

        assertThat(spans.list.getFirst().getTraceId()).isNotEqualTo(TRACE);
    }

    @Test
    void aCallerThatDoesNotSampleIsPassedOnAndNotRecorded() {
        HttpHeaders outgoing = new DefaultHttpHeaders();
        Exchange exchange = begin(bank().with("traceparent", "00-" + TRACE + "-b7ad6b7169203331-00"));
        Attempt attempt = exchange.startAttempt(outgoing);
        exchange.endAttempt(attempt, Outcome.COMPLETED, "");
        Exchanges.end(exchange, 200, Outcome.COMPLETED);

        assertThat(outgoing.get("traceparent")).startsWith("00-" + TRACE).endsWith("-00");
        assertThat(spans.list).isEmpty();
    }

    @Test
    void aDenialIsTheCallersErrorAndATimeoutOurs() {
        Exchange denied = Exchanges.begin(
                Exchanges.get("evil.example", "/"), Exchanges.deny(DenialReason.HOST_NOT_LISTED, null), tracing);
        Exchanges.end(denied, 403, Outcome.DENIED);
        Exchange late = begin(bank());
        Exchanges.end(late, 504, Outcome.REQUEST_TIMEOUT);
        Exchange upstreams = begin(bank());
        Exchanges.end(upstreams, 500, Outcome.COMPLETED);

        assertThat(spans.list)
                .extracting(span -> span.getStatus().getStatusCode())
                .containsExactly(StatusCode.UNSET, StatusCode.ERROR, StatusCode.ERROR);
        assertThat(spans.list)
                .extracting(span -> span.getAttributes().get(stringKey("error.type")))
                .containsExactly(null, "request_timeout", "500");
    }

    @Test
    void aClientSpanFailsFrom400OnAndACutResponseFailsTheServerSpan() {
        Exchange exchange = begin(bank());
        Attempt attempt = exchange.startAttempt(new DefaultHttpHeaders());
        attempt.status = 404;
        exchange.endAttempt(attempt, Outcome.COMPLETED, "");
        Exchanges.end(exchange, 200, Outcome.UPSTREAM_RESET);

        assertThat(spans.list)
                .extracting(span -> span.getAttributes().get(stringKey("error.type")))
                .containsExactly("404", "upstream_reset");
    }

    @Test
    void signaturesAreTakenOutOfTheUrl() {
        Exchange exchange = begin(Exchanges.get("www.ecb.europa.eu", "/a?x=1&sig=secret&X-Amz-Signature=secret2"));
        exchange.endAttempt(exchange.startAttempt(new DefaultHttpHeaders()), Outcome.COMPLETED, "");
        Exchanges.end(exchange, 200, Outcome.COMPLETED);

        assertThat(spans.list.get(0).getAttributes().get(stringKey("url.full")))
                .isEqualTo("http://www.ecb.europa.eu/a?x=1&sig=REDACTED&X-Amz-Signature=REDACTED");
        assertThat(spans.list.get(1).getAttributes().get(stringKey("url.path"))).isEqualTo("/a");
        assertThat(spans.list.get(1).getAttributes().get(stringKey("url.query")))
                .isEqualTo("x=1&sig=REDACTED&X-Amz-Signature=REDACTED");
    }

    @Test
    void aMethodOfTheCallersInventionIsNotASpansName() {
        Exchanges.end(begin(bank().method("BREW")), 200, Outcome.COMPLETED);

        SpanData span = spans.list.getFirst();
        assertThat(span.getName()).isEqualTo("HTTP");
        assertThat(span.getAttributes().get(stringKey("http.request.method"))).isEqualTo("_OTHER");
        assertThat(span.getAttributes().get(stringKey("http.request.method_original")))
                .isEqualTo("BREW");
    }

    @Test
    void aTunnelIsOneSpanWithItsBytesAndItsSteps() {
        HttpHeaders outgoing = new DefaultHttpHeaders();
        Exchange tunnel = begin(Exchanges.connect("www.ecb.europa.eu"));
        Attempt attempt = tunnel.startAttempt(outgoing);
        attempt.resolvedNanos = attempt.startedNanos() + 1_000_000;
        attempt.openedNanos = attempt.startedNanos() + 3_000_000;
        attempt.connectedNanos = attempt.openedNanos;
        attempt.address = Exchanges.UPSTREAM;
        tunnel.endAttempt(attempt, Outcome.COMPLETED, "");
        tunnel.bytesReceived = 30;
        Exchanges.end(tunnel, 200, Outcome.COMPLETED);

        SpanData span = spans.list.getFirst();
        assertThat(spans.list).hasSize(1);
        assertThat(outgoing).isEmpty();
        assertThat(span.getName()).isEqualTo("CONNECT");
        assertThat(span.getKind()).isEqualTo(SpanKind.SERVER);
        assertThat(text(span, "http.url")).isEqualTo("www.ecb.europa.eu:443");
        assertThat(text(span, "upstream_address")).isEqualTo("192.0.2.7:80");
        assertThat(span.getAttributes().get(longKey("sallyport.tunnel.received_bytes")))
                .isEqualTo(30);
        assertThat(text(span, "url.path")).isNull();
        assertThat(span.getEvents()).extracting(EventData::getName).containsExactly("dns.done", "connect.done");
    }

    @Test
    void theStepsOfATryAreEventsAtTheTimeTheyHappened() {
        Exchange exchange = begin(bank());
        Attempt attempt = exchange.startAttempt(new DefaultHttpHeaders());
        long start = attempt.startedNanos();
        attempt.encrypted = true;
        attempt.resolvedNanos = start + 1_000_000;
        attempt.openedNanos = start + 3_000_000;
        attempt.connectedNanos = start + 7_000_000;
        attempt.requestSentNanos = start + 8_000_000;
        attempt.firstByteNanos = start + 20_000_000;
        exchange.endAttempt(attempt, Outcome.COMPLETED, "");
        Exchanges.end(exchange, 200, Outcome.COMPLETED);

        SpanData client = spans.list.getFirst();
        assertThat(client.getEvents())
                .extracting(EventData::getName, event -> event.getEpochNanos() - client.getStartEpochNanos())
                .containsExactly(
                        tuple("dns.done", 1_000_000L),
                        tuple("connect.done", 3_000_000L),
                        tuple("tls.done", 7_000_000L),
                        tuple("request.sent", 8_000_000L),
                        tuple("response.first_byte", 20_000_000L));
    }

    @Test
    void aPooledConnectionTookNoTimeToConnect() {
        Exchange exchange = begin(bank());
        Attempt attempt = exchange.startAttempt(new DefaultHttpHeaders());
        attempt.requestSentNanos = attempt.startedNanos() + 1;
        exchange.endAttempt(attempt, Outcome.UPSTREAM_RESET, "");

        assertThat(spans.list.getFirst().getEvents())
                .extracting(EventData::getName)
                .containsExactly("request.sent");
    }

    @Test
    void aSpanLastsAsLongAsTheExchangeAndNotUntilSomebodyAsks() {
        Exchange exchange = Exchanges.begin(bank(), Exchanges.forward(BANK), new ExchangeObserver() {});
        tracing.started(exchange);
        Exchanges.end(exchange, 200, Outcome.COMPLETED);
        Thread.onSpinWait();
        tracing.ended(exchange);

        SpanData server = spans.list.getFirst();
        assertThat(server.getEndEpochNanos() - server.getStartEpochNanos())
                .isEqualTo(exchange.endedNanos() - exchange.startedNanos());
        assertThat(Duration.ofNanos(server.getStartEpochNanos()))
                .isCloseTo(Duration.ofMillis(System.currentTimeMillis()), Duration.ofSeconds(10));
    }

    @Test
    void eachRetryIsAnEventOfTheExchangeWithWhatWentBefore() {
        Exchange exchange = begin(bank());
        exchange.endAttempt(exchange.startAttempt(new DefaultHttpHeaders()), Outcome.CONNECTION_REFUSED, "");
        Attempt second = exchange.startAttempt(new DefaultHttpHeaders());
        second.status = 503;
        exchange.endAttempt(second, Outcome.COMPLETED, "");
        Attempt third = exchange.startAttempt(new DefaultHttpHeaders());
        exchange.endAttempt(third, Outcome.COMPLETED, "");
        Exchanges.end(exchange, 200, Outcome.COMPLETED);

        SpanData server = spans.list.getLast();
        assertThat(server.getEvents())
                .extracting(
                        EventData::getName,
                        event -> event.getAttributes().get(SpanEvents.RETRY_NUMBER),
                        event -> event.getAttributes().get(SpanEvents.RETRY_REASON))
                .containsExactly(tuple("retry", 1L, "connection_refused"), tuple("retry", 2L, "503"));
        assertThat(server.getEvents().getLast().getEpochNanos())
                .isEqualTo(spans.list.get(2).getStartEpochNanos());
    }

    @Test
    void aDenialIsAnEventWithReasonAndHost() {
        Exchange denied = Exchanges.begin(
                Exchanges.get("evil.example", "/"), Exchanges.deny(DenialReason.HOST_NOT_LISTED, null), tracing);
        Exchanges.end(denied, 403, Outcome.DENIED);

        SpanData server = spans.list.getFirst();
        assertThat(server.getEvents()).singleElement().satisfies(event -> {
            assertThat(event.getName()).isEqualTo("denied");
            assertThat(event.getAttributes().get(stringKey("sallyport.denial.reason")))
                    .isEqualTo("host-not-listed");
            assertThat(event.getAttributes().get(stringKey("server.address"))).isEqualTo("evil.example");
            assertThat(event.getEpochNanos()).isEqualTo(server.getStartEpochNanos());
        });
        assertThat(text(server, "upstream_cluster")).isEqualTo("BlackHoleCluster");
        assertThat(text(server, "response_flags")).isEqualTo("NR");
    }

    @Test
    void kialiFindsItsAttributesOnBothSpansAndOurOwnWorkloadByThePod() {
        Exchange exchange = begin(Exchanges.get("www.ecb.europa.eu", "/rates?day=1&access_token=secret"));
        exchange.caller = OWN;
        Attempt attempt = exchange.startAttempt(new DefaultHttpHeaders());
        attempt.status = 503;
        exchange.endAttempt(attempt, Outcome.COMPLETED, "");
        Exchanges.end(exchange, 504, Outcome.REQUEST_TIMEOUT);

        assertThat(spans.list).hasSize(2).allSatisfy(span -> {
            assertThat(text(span, "component")).isEqualTo("proxy");
            assertThat(text(span, "node_id"))
                    .isEqualTo("sidecar~10.1.2.3~checkout-5d8f7c9b6d-x2x4z.shop~shop.svc.cluster.local");
            assertThat(text(span, "upstream_cluster")).isEqualTo("outbound|80||www.ecb.europa.eu");
            assertThat(text(span, "http.method")).isEqualTo("GET");
            assertThat(text(span, "http.url")).isEqualTo("http://www.ecb.europa.eu/rates?day=1&access_token=REDACTED");
            assertThat(text(span, "istio.source_workload")).isNull();
        });
        assertThat(spans.list)
                .extracting(span -> span.getAttributes().get(longKey("http.status_code")))
                .containsExactly(503L, 504L);
        assertThat(spans.list).extracting(span -> text(span, "response_flags")).containsExactly("-", "UT");
    }

    @Test
    void aCallerWhoIsFoundOutLateIsOnTheTrysSpanToo() {
        Exchange exchange = begin(bank());
        exchange.callerToCome = new CompletableFuture<>();
        Attempt attempt = exchange.startAttempt(new DefaultHttpHeaders());
        exchange.endAttempt(attempt, Outcome.COMPLETED, "");
        assertThat(spans.list).isEmpty();

        exchange.caller = new CallerLabels("curl", "", "", "laptop", "", "", "", "");
        exchange.callerDetail = "pid 4711";
        exchange.callerToCome = null;
        Exchanges.end(exchange, 200, Outcome.COMPLETED);

        assertThat(spans.list).hasSize(2).allSatisfy(span -> {
            assertThat(text(span, "node_id")).startsWith("waypoint~10.1.2.3~");
            assertThat(text(span, "istio.source_workload")).isEqualTo("curl");
            assertThat(text(span, "istio.source_namespace")).isEqualTo("laptop");
            assertThat(text(span, "sallyport.caller")).isEqualTo("pid 4711");
        });
        assertThat(spans.list.getFirst().getEndEpochNanos())
                .isLessThanOrEqualTo(spans.list.getLast().getEndEpochNanos());
    }

    @Test
    void aHostThatIsToldNothingOfTheInsideGetsNoTraceAndHasASpanAllTheSame() {
        Service foreign = new Service("foreign.example", "default", "entry", "entry.yaml:1", List.of(), STRIP);
        HttpHeaders outgoing = new DefaultHttpHeaders();
        Exchange exchange = Exchanges.begin(Exchanges.get("foreign.example", "/"), Exchanges.forward(foreign), tracing);
        exchange.endAttempt(exchange.startAttempt(outgoing), Outcome.COMPLETED, "");

        assertThat(outgoing).isEmpty();
        assertThat(spans.list).hasSize(1);
    }

    @Test
    void aCallerWhoSpeaksB3IsUnderstoodAndAnsweredInW3c() {
        String span = "b7ad6b7169203331";
        List<Exchanges.Head> heads = List.of(
                bank().with("b3", TRACE + "-" + span + "-1"),
                bank().with("x-b3-traceid", TRACE).with("x-b3-spanid", span).with("x-b3-sampled", "1"),
                bank().with("traceparent", CALLER).with("b3", "463ac35c9f6413ad48485a3953bb6124-" + span + "-1"),
                bank().with("traceparent", "nonsense").with("b3", TRACE + "-" + span + "-1"));
        for (Exchanges.Head head : heads) {
            HttpHeaders outgoing = new DefaultHttpHeaders();
            Exchange exchange = begin(head);
            exchange.endAttempt(exchange.startAttempt(outgoing), Outcome.COMPLETED, "");
            Exchanges.end(exchange, 200, Outcome.COMPLETED);

            assertThat(outgoing.names()).as("%s", head.fields()).containsExactly("traceparent");
            assertThat(outgoing.get("traceparent")).startsWith("00-" + TRACE);
            assertThat(spans.list.getLast().getParentSpanId()).isEqualTo(span);
        }
    }

    private static String text(SpanData span, String name) {
        return span.getAttributes().get(stringKey(name));
    }

    private Exchange begin(RequestHead head) {
        return Exchanges.begin(head, Exchanges.forward(BANK), tracing);
    }

    private static Exchanges.Head bank() {
        return Exchanges.get("www.ecb.europa.eu", "/");
    }

    /** Keeps the spans in the order they ended. */
    private static final class Collected implements SpanExporter {
        final List<SpanData> list = new ArrayList<>();

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
