package io.sallyport.telemetry;

import io.prometheus.client.Collector;
import io.prometheus.client.exemplars.Exemplar;
import io.sallyport.telemetry.Histogram.Example;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Holds Istio's series and writes them at a scrape.
 *
 * <p>It speaks to the Prometheus client instead of to Micrometer for what Micrometer cannot do: its bounds read {@code
 * le="1.0"} where every Istio proxy says {@code le="1"}, so that the two would not add up in one query, and each
 * histogram brings a {@code _max} gauge. This way a request costs three buckets and three sums; the counter is a
 * histogram's count.
 */
final class IstioCollector extends Collector {

    /** Series of one destination with codes as they came: more than any sane server has, fewer than a mad one can make. */
    static final int EXACT_CODES = 64;

    private final String version;
    private final Map<RequestSeries.Key, RequestSeries> requests = new ConcurrentHashMap<>();
    private final Map<String, AtomicInteger> seriesOfService = new ConcurrentHashMap<>();
    private final Map<TunnelSeries.Key, TunnelSeries> tunnels = new ConcurrentHashMap<>();
    private final OpenTunnels open = new OpenTunnels((exchange, flags) ->
            tunnels(new TunnelSeries.Key(exchange.caller, Destination.serviceName(exchange), flags)));

    /** @param version {@code istio_build}'s tag */
    IstioCollector(String version) {
        this.version = version;
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

    private TunnelSeries tunnels(TunnelSeries.Key key) {
        TunnelSeries series = tunnels.get(key);
        return series == null ? tunnels.computeIfAbsent(key, TunnelSeries::new) : series;
    }

    OpenTunnels open() {
        return open;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        open.tell();
        List<MetricFamilySamples> families = new ArrayList<>();
        collectRequests(families);
        collectTunnels(families);
        families.add(new MetricFamilySamples(
                "istio_build",
                Type.GAUGE,
                "The version of this proxy, 1.",
                List.of(sample("istio_build", List.of("component", "tag"), List.of("proxy", version), 1))));
        return families;
    }

    private void collectRequests(List<MetricFamilySamples> families) {
        Collection<RequestSeries> all = requests.values();
        families.add(counter("istio_requests", "Requests by outcome.", all, series -> count(series.duration)));
        families.add(histogram(
                "istio_request_duration_milliseconds",
                "From a request's head to the end of its response.",
                all,
                series -> series.duration));
        families.add(
                histogram("istio_request_bytes", "Head and body of requests.", all, series -> series.requestBytes));
        families.add(
                histogram("istio_response_bytes", "Head and body of responses.", all, series -> series.responseBytes));
        List<RequestSeries> grpc =
                all.stream().filter(series -> series.key().grpc()).toList();
        families.add(counter(
                "istio_request_messages",
                "Messages of gRPC calls, from callers.",
                grpc,
                series -> series.requestMessages.sum()));
        families.add(counter(
                "istio_response_messages",
                "Messages of gRPC calls, to callers.",
                grpc,
                series -> series.responseMessages.sum()));
    }

    private static MetricFamilySamples counter(
            String name, String help, Collection<RequestSeries> all, ToDoubleFunction<RequestSeries> value) {
        List<MetricFamilySamples.Sample> samples = new ArrayList<>(all.size());
        for (RequestSeries series : all) {
            samples.add(sample(
                    name + "_total", IstioLabels.HTTP, IstioLabels.values(series.key()), value.applyAsDouble(series)));
        }
        return new MetricFamilySamples(name, Type.COUNTER, help, samples);
    }

    private static MetricFamilySamples histogram(
            String name, String help, Collection<RequestSeries> all, Function<RequestSeries, Histogram> of) {
        List<MetricFamilySamples.Sample> samples = new ArrayList<>();
        for (RequestSeries series : all) {
            List<String> values = IstioLabels.values(series.key());
            Histogram histogram = of.apply(series);
            long[] counts = histogram.cumulative();
            for (int i = 0; i < counts.length; i++) {
                samples.add(new MetricFamilySamples.Sample(
                        name + "_bucket",
                        IstioLabels.HTTP_BUCKET,
                        IstioLabels.and(values, Histogram.BOUNDS[i]),
                        (double) counts[i],
                        exemplar(histogram.example(i))));
            }
            samples.add(sample(name + "_count", IstioLabels.HTTP, values, (double) counts[counts.length - 1]));
            samples.add(sample(name + "_sum", IstioLabels.HTTP, values, histogram.sum()));
        }
        return new MetricFamilySamples(name, Type.HISTOGRAM, help, samples);
    }

    private static @Nullable Exemplar exemplar(@Nullable Example example) {
        return example == null
                ? null
                : new Exemplar(example.value(), example.atMillis(), "trace_id", example.traceId());
    }

    private static double count(Histogram histogram) {
        long[] counts = histogram.cumulative();
        return (double) counts[counts.length - 1];
    }

    private void collectTunnels(List<MetricFamilySamples> families) {
        families.add(tunnels("connections_opened", "opened", series -> series.opened.sum()));
        families.add(tunnels("connections_closed", "closed", series -> series.closed.sum()));
        families.add(tunnels("sent_bytes", "bytes to callers", series -> series.sentBytes.sum()));
        families.add(tunnels("received_bytes", "bytes from callers", series -> series.receivedBytes.sum()));
    }

    private MetricFamilySamples tunnels(String name, String what, ToDoubleFunction<TunnelSeries> value) {
        List<MetricFamilySamples.Sample> samples = new ArrayList<>();
        for (TunnelSeries series : tunnels.values()) {
            samples.add(sample(
                    "istio_tcp_" + name + "_total",
                    IstioLabels.TCP,
                    IstioLabels.values(series.key()),
                    value.applyAsDouble(series)));
        }
        return new MetricFamilySamples("istio_tcp_" + name, Type.COUNTER, "Of tunnels: " + what + ".", samples);
    }

    private static MetricFamilySamples.Sample sample(
            String name, List<String> labelNames, List<String> labelValues, double value) {
        return new MetricFamilySamples.Sample(name, labelNames, labelValues, value);
    }
}
