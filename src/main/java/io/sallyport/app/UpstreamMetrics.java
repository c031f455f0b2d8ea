package io.sallyport.app;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import io.sallyport.upstream.ClusterReading;
import io.sallyport.upstream.ClusterStates;
import io.sallyport.upstream.Destinations;
import io.sallyport.upstream.DnsCounts;
import io.sallyport.upstream.DnsResolver;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToIntFunction;

/**
 * What goes on towards the outside, read at a scrape from where it is kept anyway: connections, requests and ejected
 * endpoints of each cluster, look-ups of names, and how long servers' certificates are good.
 */
final class UpstreamMetrics extends Collector {

    private static final List<String> CLUSTER = List.of("cluster");

    private final ClusterStates clusters;
    private final DnsResolver resolver;
    private final Destinations destinations;
    private final InstantSource clock;

    UpstreamMetrics(ClusterStates clusters, DnsResolver resolver, Destinations destinations, InstantSource clock) {
        this.clusters = clusters;
        this.resolver = resolver;
        this.destinations = destinations;
        this.clock = clock;
    }

    @Override
    public List<MetricFamilySamples> collect() {
        List<MetricFamilySamples> families = new ArrayList<>();
        List<ClusterReading> readings = clusters.readings();
        families.add(
                clusters("connections", "Connections, and those being made.", readings, ClusterReading::connections));
        families.add(clusters("requests_active", "Requests on a connection.", readings, ClusterReading::requests));
        families.add(clusters(
                "requests_pending", "Requests that wait for a connection.", readings, ClusterReading::pending));
        families.add(clusters("endpoints", "Addresses in use of late.", readings, ClusterReading::endpoints));
        families.add(clusters(
                "ejected_endpoints", "Addresses that outlier detection keeps out.", readings, ClusterReading::ejected));
        families.add(lookups());
        families.add(new GaugeMetricFamily(
                "sallyport_dns_names", "Names whose addresses are remembered.", resolver.cachedNames()));
        families.add(certificates());
        return families;
    }

    private static MetricFamilySamples clusters(
            String name, String help, List<ClusterReading> readings, ToIntFunction<ClusterReading> value) {
        GaugeMetricFamily family = new GaugeMetricFamily("sallyport_upstream_" + name, help, CLUSTER);
        for (ClusterReading reading : readings) {
            family.addMetric(List.of(reading.name()), value.applyAsInt(reading));
        }
        return family;
    }

    private MetricFamilySamples lookups() {
        CounterMetricFamily family =
                new CounterMetricFamily("sallyport_dns_lookups", "Look-ups of names in DNS.", List.of("result"));
        for (DnsCounts.Result result : DnsCounts.Result.values()) {
            family.addMetric(List.of(result.name().toLowerCase(Locale.ROOT)), (double)
                    resolver.counts().of(result));
        }
        return family;
    }

    private MetricFamilySamples certificates() {
        GaugeMetricFamily family = new GaugeMetricFamily(
                "sallyport_tls_certificate_expiry_days",
                "Days that a server's certificate is good for, as last seen; below 0: it is not.",
                List.of("host"));
        Instant now = clock.instant();
        for (Map.Entry<String, Instant> end : destinations.certificates().ends().entrySet()) {
            family.addMetric(
                    List.of(end.getKey()),
                    Duration.between(now, end.getValue()).toSeconds()
                            / (double) Duration.ofDays(1).toSeconds());
        }
        return family;
    }
}
