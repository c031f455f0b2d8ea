package io.sallyport.telemetry;

import io.prometheus.client.Collector;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * Holds Istio's series and writes them at a scrape.
 *
 * <p>It speaks to the Prometheus client instead of to Micrometer for what Micrometer cannot do: its bounds read {@code
 * le="1.0"} where every Istio proxy says {@code le="1"}, so that the two would not add up in one query, and each
 * histogram brings a {@code _max} gauge. This way a request costs one bucket and one sum; the counter is the
 * histogram's count.
 */
final class IstioCollector extends Collector {

    /** Series of one destination with codes as they came: more than any sane server has, fewer than a mad one can make. */
    static final int EXACT_CODES = 64;

    private final IstioLabels labels;
    private final Map<RequestSeries.Key, RequestSeries> requests = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> seriesOfService = new ConcurrentHashMap<>();
    private final Map<TunnelSeries.Key, TunnelSeries> tunnels = new ConcurrentHashMap<>();

    IstioCollector(CallerLabels caller) {
        this.labels = new IstioLabels(caller);
    }

    /** The series for a key; beyond {@link #EXACT_CODES} of a destination, the one of its code's class. */
    RequestSeries requests(RequestSeries.Key key) {
        RequestSeries series = requests.get(key);
        return series == null ? newRequests(key) : series;
    }

    private RequestSeries newRequests(RequestSeries.Key key) {
        AtomicInteger count = seriesOfService.computeIfAbsent(key.serviceName(), _ -> new AtomicInteger());
        return requests.computeIfAbsent(count.get() < EXACT_CODES ? key : key.ofClass(), created -> {
            count.incrementAndGet();
            return new RequestSeries(created);
        });
    }

    TunnelSeries tunnels(TunnelSeries.Key key) {
        TunnelSeries series = tunnels.get(key);
        return series == null ? tunnels.computeIfAbsent(key, TunnelSeries::new) : series;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples> families = new ArrayList<>();
        collectRequests(families);
        collectTunnels(families, "opened", "connections_opened", series -> series.opened.sum());
        collectTunnels(families, "closed", "connections_closed", series -> series.closed.sum());
        collectTunnels(families, "sent to callers", "sent_bytes", series -> series.sentBytes.sum());
        collectTunnels(families, "received from callers", "received_bytes", series -> series.receivedBytes.sum());
        return families;
    }

    private void collectRequests(List<MetricFamilySamples> families) {
        List<MetricFamilySamples.Sample> totals = new ArrayList<>();
        List<MetricFamilySamples.Sample> durations = new ArrayList<>();
        String name = "istio_request_duration_milliseconds";
        for (RequestSeries series : requests.values()) {
            List<String> values = labels.values(series.key());
            long[] counts = series.cumulative();
            double count = (double) counts[counts.length - 1];
            totals.add(sample("istio_requests_total", IstioLabels.HTTP, values, count));
            for (int i = 0; i < counts.length; i++) {
                durations.add(sample(
                        name + "_bucket",
                        IstioLabels.HTTP_BUCKET,
                        IstioLabels.and(values, RequestSeries.BOUNDS[i]),
                        (double) counts[i]));
            }
            durations.add(sample(name + "_count", IstioLabels.HTTP, values, count));
            durations.add(sample(name + "_sum", IstioLabels.HTTP, values, series.sumMillis()));
        }
        families.add(new MetricFamilySamples("istio_requests", Type.COUNTER, "Requests by outcome.", totals));
        families.add(new MetricFamilySamples(
                name, Type.HISTOGRAM, "From a request's head to the end of its response.", durations));
    }

    private void collectTunnels(
            List<MetricFamilySamples> families, String what, String name, ToLongFunction<TunnelSeries> value) {
        Function<TunnelSeries, MetricFamilySamples.Sample> toSample =
                series -> sample("istio_tcp_" + name + "_total", IstioLabels.TCP, labels.values(series.key()), (double)
                        value.applyAsLong(series));
        families.add(new MetricFamilySamples(
                "istio_tcp_" + name,
                Type.COUNTER,
                "Of tunnels: " + what + ".",
                tunnels.values().stream().map(toSample).toList()));
    }

    private static MetricFamilySamples.Sample sample(
            String name, List<String> labelNames, List<String> labelValues, double value) {
        return new MetricFamilySamples.Sample(name, labelNames, labelValues, value);
    }
}
