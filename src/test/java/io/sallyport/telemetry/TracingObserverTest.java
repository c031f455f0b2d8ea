package io.sallyport.telemetry;

import static io.opentelemetry.api.common.AttributeKey.longKey;
import static io.opentelemetry.api.common.AttributeKey.stringKey;
import static io.sallyport.telemetry.Exchanges.BANK;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.propagation.ContextPropagators;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.DenialReason;
import io.sallyport.policy.RequestHead;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.Test;

class TracingObserverTest {

    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
    private static final String CALLER = "00-" + TRACE + "-b7ad6b7169203331-01";

    private final Collected spans = new Collected();
    private final TracingObserver tracing = new TracingObserver(OpenTelemetrySdk.builder()
            .setTracerProvider(SdkTracerProvider.builder()
                    .setSampler(Sampler.parentBased(Sampler.alwaysOn()))
                    .addSpanProcessor(SimpleSpanProcessor.create(spans))
                    .build())
            .setPropagators(ContextPropagators.create(W3CTraceContextPropagator.getInstance()))
            .build());

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
    void aTunnelIsOneSpanWithItsBytesAndNothingIsInjected() {
        Exchange tunnel = begin(Exchanges.connect("www.ecb.europa.eu"));
        tunnel.endAttempt(tunnel.startAttempt(EmptyHttpHeaders.INSTANCE), Outcome.COMPLETED, "");
        tunnel.bytesReceived = 30;
        Exchanges.end(tunnel, 200, Outcome.COMPLETED);

        SpanData server = spans.list.get(1);
        assertThat(server.getName()).isEqualTo("CONNECT");
        assertThat(server.getAttributes().get(longKey("sallyport.tunnel.received_bytes")))
                .isEqualTo(30);
        assertThat(server.getAttributes().get(stringKey("url.path"))).isNull();
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
