package io.sallyport.telemetry;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.GrpcStatus;
import io.sallyport.policy.Decision;
import io.sallyport.policy.RequestHead;

/**
 * Counts exchanges under Istio's names and labels, so that its dashboards and Kiali work unchanged: requests in {@code
 * istio_requests_total} and {@code istio_request_duration_milliseconds}, tunnels in {@code istio_tcp_*}. Besides,
 * {@code sallyport_decisions_total} counts what the policy said.
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
     * @param caller the {@code source_*} labels
     */
    public MetricsObserver(PrometheusMeterRegistry registry, CallerLabels caller) {
        this.collector = new IstioCollector(caller);
        this.decisions = new DecisionCounters(registry);
        registry.getPrometheusRegistry().register(collector);
    }

    @Override
    public void started(Exchange exchange) {
        decisions.count(exchange.decision());
        if (exchange.head().form() == RequestHead.Form.TUNNEL && !isRead(exchange)) {
            tunnels(exchange, "-").opened.increment();
        }
    }

    @Override
    public void ended(Exchange exchange) {
        String flags = ResponseFlags.of(exchange);
        switch (exchange.head().form()) {
            case HTTP -> {
                boolean grpc = isGrpc(exchange.head());
                RequestSeries.Key key = new RequestSeries.Key(
                        Destination.serviceName(exchange),
                        exchange.status,
                        flags,
                        grpc,
                        grpc ? GrpcCallStatus.of(exchange) : "");
                collector.requests(key).record(exchange.endedNanos() - exchange.startedNanos());
            }
            case TUNNEL -> {
                if (isRead(exchange)) {
                    return;
                }
                TunnelSeries series = tunnels(exchange, flags);
                series.closed.increment();
                series.sentBytes.add(exchange.bytesSent);
                series.receivedBytes.add(exchange.bytesReceived);
            }
        }
    }

    /** A CONNECT whose TLS ends here: the requests inside are counted, each as what it is. */
    private static boolean isRead(Exchange exchange) {
        return exchange.decision() instanceof Decision.Intercept;
    }

    private TunnelSeries tunnels(Exchange exchange, String flags) {
        return collector.tunnels(new TunnelSeries.Key(Destination.serviceName(exchange), flags));
    }

    private static boolean isGrpc(RequestHead head) {
        return head.method().equals("POST") && GrpcStatus.isGrpc(head.header("content-type"));
    }
}
