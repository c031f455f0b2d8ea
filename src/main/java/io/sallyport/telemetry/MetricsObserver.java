package io.sallyport.telemetry;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.GrpcStatus;
import io.sallyport.policy.Decision;
import io.sallyport.policy.RequestHead;
import java.util.concurrent.TimeUnit;

/**
 * Counts exchanges under Istio's names and labels, so that its dashboards and Kiali work unchanged: requests in {@code
 * istio_requests_total} and three histograms, messages of gRPC calls, tunnels in {@code istio_tcp_*}. Besides, {@code
 * sallyport_decisions_total} counts what the policy said.
 *
 * <p>The caches behind it are keyed by the host's text, not by the cluster object, so that they outlive a reload and
 * grow with the configuration only.
 */
public final class MetricsObserver implements ExchangeObserver {

    private final IstioCollector collector;
    private final DecisionCounters decisions;

    /**
     * Registers the metrics.
     *
     * @param registry where they are scraped; no other MetricsObserver may have been registered in it
     * @param version of this program
     */
    public MetricsObserver(PrometheusMeterRegistry registry, String version) {
        this.collector = new IstioCollector(version);
        this.decisions = new DecisionCounters(registry);
        registry.getPrometheusRegistry().register(collector);
        Gauge.builder("sallyport.build.info", () -> 1)
                .description("What runs here, 1.")
                .tag("version", version)
                .tag("java", Runtime.version().toString())
                .strongReference(true)
                .register(registry);
        Gauge.builder("sallyport.tunnels.open", collector.open(), OpenTunnels::count)
                .description("Tunnels that are open.")
                .register(registry);
    }

    @Override
    public void started(Exchange exchange) {
        decisions.count(exchange.decision());
        if (isTunnel(exchange)) {
            collector.open().opened(exchange);
        }
    }

    @Override
    public void ended(Exchange exchange) {
        if (isTunnel(exchange)) {
            collector.open().closed(exchange, ResponseFlags.of(exchange));
        } else if (exchange.head().form() == RequestHead.Form.HTTP) {
            request(exchange);
        }
    }

    private void request(Exchange exchange) {
        boolean grpc = isGrpc(exchange.head());
        RequestSeries series = collector.requests(new RequestSeries.Key(
                exchange.caller,
                Destination.serviceName(exchange),
                exchange.status,
                ResponseFlags.of(exchange),
                grpc,
                grpc ? GrpcCallStatus.of(exchange) : ""));
        long micros = TimeUnit.NANOSECONDS.toMicros(exchange.endedNanos() - exchange.startedNanos());
        int bucket = series.duration.record(micros);
        series.requestBytes.record(exchange.requestHeadBytes + exchange.bytesReceived);
        series.responseBytes.record(exchange.responseHeadBytes + exchange.bytesSent);
        if (grpc) {
            series.requestMessages.add(exchange.requestMessages);
            series.responseMessages.add(exchange.responseMessages);
        }
        if (exchange.span instanceof Span span) {
            SpanContext context = span.getSpanContext();
            if (context.isSampled()) {
                series.duration.example(
                        bucket,
                        new Histogram.Example(context.getTraceId(), micros / 1000.0, System.currentTimeMillis()));
            }
        }
    }

    /** A CONNECT whose TLS ends here is none: the requests inside are counted, each as what it is. */
    private static boolean isTunnel(Exchange exchange) {
        return exchange.head().form() == RequestHead.Form.TUNNEL
                && !(exchange.decision() instanceof Decision.Intercept);
    }

    private static boolean isGrpc(RequestHead head) {
        return head.method().equals("POST") && GrpcStatus.isGrpc(head.header("content-type"));
    }
}
