package io.sallyport.telemetry;

import static io.sallyport.telemetry.Exchanges.BANK;
import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.prometheus.client.exporter.common.TextFormat;
import io.sallyport.exchange.CallerLabels;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.Decision;
import io.sallyport.policy.DenialReason;
import io.sallyport.policy.Protocol;
import io.sallyport.policy.RequestHead;
import io.sallyport.policy.ServicePort;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class MetricsObserverTest {

    private static final Pattern LABEL = Pattern.compile("(\\w+)=\"([^\"]*)\"");

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private static final CallerLabels CURRENCY =
            new CallerLabels("currency", "currency", "", "shop", "currency", "v1", "", "Kubernetes");

    private final MetricsObserver metrics = new MetricsObserver(registry, "1.2.3");

    @Test
    void aRequestCarriesEveryLabelOfIstioAndNoneElse() {
        run(Exchanges.get("www.ecb.europa.eu", "/"), Exchanges.forward(BANK), 200, Outcome.COMPLETED);

        Map<String, String> expected = new TreeMap<>(Map.of(
                "reporter", "source",
                "source_workload", "currency",
                "source_canonical_service", "currency",
                "source_canonical_revision", "latest",
                "source_workload_namespace", "shop",
                "source_principal", "unknown",
                "source_app", "currency",
                "source_version", "v1",
                "source_cluster", "Kubernetes"));
        expected.putAll(Map.of(
                "destination_workload", "unknown",
                "destination_workload_namespace", "unknown",
                "destination_principal", "unknown",
                "destination_app", "unknown",
                "destination_version", "unknown",
                "destination_canonical_service", "unknown",
                "destination_canonical_revision", "latest",
                "destination_service_namespace", "unknown",
                "destination_cluster", "Kubernetes"));
        expected.putAll(Map.of(
                "destination_service", "www.ecb.europa.eu",
                "destination_service_name", "www.ecb.europa.eu",
                "request_protocol", "http",
                "response_code", "200",
                "grpc_response_status", "",
                "response_flags", "-",
                "connection_security_policy", "unknown"));
        assertThat(labels(only("istio_requests_total{"))).isEqualTo(expected);
        assertThat(only("istio_requests_total{")).endsWith("} 1.0");
    }

    @Test
    void theBucketsAreEnvoysAndWrittenAsEnvoyWritesThem() {
        run(Exchanges.get("www.ecb.europa.eu", "/"), Exchanges.forward(BANK), 200, Outcome.COMPLETED);

        assertThat(lines("istio_request_duration_milliseconds_bucket{"))
                .extracting(line -> labels(line).get("le"))
                .containsExactly(
                        "0.5", "1", "5", "10", "25", "50", "100", "250", "500", "1000", "2500", "5000", "10000",
                        "30000", "60000", "300000", "600000", "1800000", "3600000", "+Inf");
        assertThat(only("istio_request_duration_milliseconds_count{")).endsWith("} 1.0");
        assertThat(registry.scrape()).doesNotContain("istio_request_duration_milliseconds_max");
    }

    @Test
    void aDurationFallsIntoTheFirstBucketThatHoldsIt() {
        Histogram histogram = new Histogram(1);

        histogram.record(1_000);
        histogram.record(1_001);
        histogram.record(7_200_000_000L);

        long[] counts = histogram.cumulative();
        assertThat(counts[0]).isZero();
        assertThat(counts[1]).as("le=1 holds 1 ms").isEqualTo(1);
        assertThat(counts[2]).as("le=5 holds 1.001 ms").isEqualTo(2);
        assertThat(counts[counts.length - 2]).as("two hours are in no bound").isEqualTo(2);
        assertThat(counts[counts.length - 1]).isEqualTo(3);
        assertThat(histogram.sum()).isEqualTo(7_200_002.001);
    }

    @Test
    void bytesAreOfHeadAndBody() {
        Exchange exchange = Exchanges.begin(Exchanges.get("www.ecb.europa.eu", "/"), Exchanges.forward(BANK), metrics);
        exchange.requestHeadBytes = 90;
        exchange.bytesReceived = 10;
        exchange.responseHeadBytes = 200;
        exchange.bytesSent = 51;
        Exchanges.end(exchange, 200, Outcome.COMPLETED);

        assertThat(only("istio_request_bytes_sum{")).endsWith("} 100.0");
        assertThat(bucket("istio_request_bytes_bucket{", "50")).endsWith("} 0.0");
        assertThat(bucket("istio_request_bytes_bucket{", "100")).endsWith("} 1.0");
        assertThat(only("istio_response_bytes_sum{")).endsWith("} 251.0");
        assertThat(bucket("istio_response_bytes_bucket{", "250")).endsWith("} 0.0");
        assertThat(bucket("istio_response_bytes_bucket{", "500")).endsWith("} 1.0");
    }

    @Test
    void everyHistogramOfARequestHasOneCount() {
        for (int i = 0; i < 3; i++) {
            run(Exchanges.get("www.ecb.europa.eu", "/"), Exchanges.forward(BANK), 200, Outcome.COMPLETED);
        }

        for (String name : List.of("request_duration_milliseconds", "request_bytes", "response_bytes")) {
            assertThat(only("istio_" + name + "_count{")).endsWith("} 3.0");
        }
        assertThat(only("istio_requests_total{")).endsWith("} 3.0");
    }

    @Test
    void messagesAreOfGrpcAlone() {
        RequestHead call =
                Exchanges.get("www.ecb.europa.eu", "/s/m").method("POST").with("content-type", "application/grpc");
        Exchange exchange = Exchanges.begin(call, Exchanges.forward(BANK), metrics);
        exchange.requestMessages = 3;
        exchange.responseMessages = 7;
        Exchanges.end(exchange, 200, Outcome.COMPLETED);
        run(Exchanges.get("www.ecb.europa.eu", "/"), Exchanges.forward(BANK), 200, Outcome.COMPLETED);

        assertThat(only("istio_request_messages_total{"))
                .contains("request_protocol=\"grpc\"")
                .endsWith("} 3.0");
        assertThat(only("istio_response_messages_total{")).endsWith("} 7.0");
    }

    @Test
    void theProxyTellsItsVersionAsIstiosDo() {
        assertThat(labels(only("istio_build{"))).isEqualTo(Map.of("component", "proxy", "tag", "1.2.3"));
    }

    @Test
    void callersAreCountedApart() {
        run(Exchanges.get("www.ecb.europa.eu", "/"), Exchanges.forward(BANK), 200, Outcome.COMPLETED);
        Exchange other = Exchanges.begin(Exchanges.get("www.ecb.europa.eu", "/"), Exchanges.forward(BANK), metrics);
        other.caller = new CallerLabels("checkout", "checkout", "v2", "shop", "checkout", "v2", "", "east");
        Exchanges.end(other, 200, Outcome.COMPLETED);

        assertThat(lines("istio_requests_total{"))
                .extracting(line -> labels(line).get("source_workload"))
                .containsExactlyInAnyOrder("currency", "checkout");
        assertThat(lines("istio_requests_total{"))
                .anySatisfy(line -> assertThat(labels(line))
                        .containsEntry("source_workload", "checkout")
                        .containsEntry("source_canonical_revision", "v2")
                        .containsEntry("source_cluster", "east")
                        .containsEntry("destination_cluster", "east"));
    }

    @Test
    void aTracedRequestIsTheExampleOfItsBucket() {
        SpanContext sampled = SpanContext.create(
                "0af7651916cd43dd8448eb211c80319c",
                "b7ad6b7169203331",
                TraceFlags.getSampled(),
                TraceState.getDefault());
        SpanContext dropped = SpanContext.create(
                "11111111111111111111111111111111",
                "b7ad6b7169203331",
                TraceFlags.getDefault(),
                TraceState.getDefault());
        for (SpanContext context : List.of(sampled, dropped)) {
            Exchange exchange =
                    Exchanges.begin(Exchanges.get("www.ecb.europa.eu", "/"), Exchanges.forward(BANK), metrics);
            exchange.span = Span.wrap(context);
            Exchanges.end(exchange, 200, Outcome.COMPLETED);
        }

        String openMetrics = registry.scrape(TextFormat.CONTENT_TYPE_OPENMETRICS_100);
        assertThat(openMetrics).containsOnlyOnce("trace_id=\"0af7651916cd43dd8448eb211c80319c\"");
        assertThat(openMetrics)
                .doesNotContain("11111111111111111111111111111111")
                .endsWith("# EOF\n");
    }

    @Test
    void namesMadeUpByACallerMakeNoSeries() {
        for (int i = 0; i < 50; i++) {
            run(
                    Exchanges.get("evil" + i + ".example", "/"),
                    Exchanges.deny(DenialReason.HOST_NOT_LISTED, null),
                    403,
                    Outcome.DENIED);
        }

        assertThat(only("istio_requests_total{")).endsWith("} 50.0");
        assertThat(labels(only("istio_requests_total{")))
                .containsEntry("destination_service_name", "BlackHoleCluster")
                .containsEntry("destination_service", "unknown")
                .containsEntry("response_flags", "NR");
        assertThat(registry.scrape()).doesNotContain("evil");
    }

    @Test
    void anInterceptedConnectIsNoTunnelSinceItsRequestsAreCounted() {
        Decision intercept = new Decision.Intercept(BANK, new ServicePort(443, "https", Protocol.HTTPS, 443));

        run(Exchanges.connect("www.ecb.europa.eu"), intercept, 200, Outcome.COMPLETED);

        assertThat(lines("istio_tcp_")).isEmpty();
        assertThat(lines("istio_requests_total{")).isEmpty();
        assertThat(lines("sallyport_decisions_total{"))
                .anySatisfy(line -> assertThat(line).contains("intercept").endsWith(" 1.0"));
    }

    @Test
    void anUnlistedHostLetThroughIsPassthrough() {
        run(Exchanges.get("any.example", "/"), Exchanges.passthrough(), 200, Outcome.COMPLETED);

        assertThat(labels(only("istio_requests_total{")))
                .containsEntry("destination_service_name", "PassthroughCluster")
                .containsEntry("destination_service", "unknown");
    }

    @Test
    void aWildcardIsCountedAsTheWildcard() {
        run(
                Exchanges.get("a.b.example", "/"),
                Exchanges.forward(Exchanges.service("*.b.example")),
                200,
                Outcome.COMPLETED);
        run(
                Exchanges.get("x.shop.example", "/"),
                new Decision.Answer("", 301, Map.of(), new byte[0]),
                301,
                Outcome.COMPLETED);

        assertThat(lines("istio_requests_total{"))
                .extracting(line -> labels(line).get("destination_service"))
                .containsExactlyInAnyOrder("*.b.example", "*.shop.example");
    }

    @Test
    void aListedHostWithoutAMatchingRouteKeepsItsName() {
        run(
                Exchanges.get("www.ecb.europa.eu", "/"),
                Exchanges.deny(DenialReason.NO_ROUTE, BANK),
                404,
                Outcome.NO_ROUTE);

        assertThat(labels(only("istio_requests_total{")))
                .containsEntry("destination_service_name", "www.ecb.europa.eu")
                .containsEntry("response_code", "404");
    }

    @Test
    void aClientThatLeftBeforeAResponseIsCode0() {
        run(Exchanges.get("www.ecb.europa.eu", "/"), Exchanges.forward(BANK), 0, Outcome.CLIENT_GONE);

        assertThat(labels(only("istio_requests_total{")))
                .containsEntry("response_code", "0")
                .containsEntry("response_flags", "DC");
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETED, URX",
        "CONNECTION_REFUSED, 'UF,URX'",
        "UPSTREAM_RESET, 'UC,URX'",
        "REQUEST_TIMEOUT, 'UT,URX'",
        "UPSTREAM_IDLE, 'URX,SI'",
        "DNS_FAILED, 'URX,DF'",
        "UPSTREAM_MALFORMED, 'URX,UPE'"
    })
    void exhaustedRetriesStandWhereEnvoyPutsThem(Outcome outcome, String flags) {
        Exchange exchange = Exchanges.begin(Exchanges.get("www.ecb.europa.eu", "/"), Exchanges.forward(BANK), metrics);
        exchange.retriesExhausted = true;
        Exchanges.end(exchange, 503, outcome);

        assertThat(labels(only("istio_requests_total{"))).containsEntry("response_flags", flags);
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETED, 'UO,DI,FI,URX'",
        "CONNECTION_REFUSED, 'UF,UO,DI,FI,URX'",
        "POOL_FULL, 'UO,DI,FI,URX'",
        "UPSTREAM_IDLE, 'UO,DI,FI,URX,SI'"
    })
    void faultsHideNothingElse(Outcome outcome, String flags) {
        Exchange exchange = Exchanges.begin(Exchanges.get("www.ecb.europa.eu", "/"), Exchanges.forward(BANK), metrics);
        exchange.retriesExhausted = true;
        exchange.retryOverflow = true;
        exchange.delayInjected = true;
        exchange.abortInjected = true;
        Exchanges.end(exchange, 503, outcome);

        assertThat(labels(only("istio_requests_total{"))).containsEntry("response_flags", flags);
    }

    @ParameterizedTest
    @EnumSource
    void everyOutcomeIsCountedUnderItsFlagAndItsStatus(Outcome outcome) {
        run(Exchanges.get("www.ecb.europa.eu", "/"), Exchanges.forward(BANK), outcome.status(), outcome);

        assertThat(labels(only("istio_requests_total{")))
                .containsEntry("response_flags", outcome.flag())
                .containsEntry("response_code", Integer.toString(outcome.status()));
    }

    @ParameterizedTest
    @EnumSource
    void everyReasonOfADenialIsCountedAndTheNameAskedForMakesNoSeries(DenialReason reason) {
        run(Exchanges.get("evil.example", "/"), Exchanges.deny(reason, null), 403, Outcome.DENIED);
        Exchange tunnel = Exchanges.begin(Exchanges.connect("evil.example"), Exchanges.deny(reason, null), metrics);
        Exchanges.end(tunnel, 403, Outcome.DENIED);

        assertThat(registry.scrape())
                .contains("sallyport_decisions_total{reason=\"" + reason.slug() + "\",} 2.0")
                .doesNotContain("evil");
        assertThat(labels(only("istio_requests_total{")))
                .containsEntry("destination_service_name", "BlackHoleCluster")
                .containsEntry("destination_service", "unknown");
        assertThat(labels(lines("istio_tcp_connections_closed_total{").stream()
                        .filter(line -> line.contains("response_flags=\"NR\""))
                        .findFirst()
                        .orElseThrow()))
                .containsEntry("destination_service_name", "BlackHoleCluster");
    }

    @Test
    void aServerThatInventsCodesMakesNoMoreThanABoundedNumberOfSeries() {
        for (int code = 100; code < 1000; code++) {
            run(Exchanges.get("www.ecb.europa.eu", "/"), Exchanges.forward(BANK), code, Outcome.COMPLETED);
        }
        run(Exchanges.get("a.example", "/"), Exchanges.forward(Exchanges.service("a.example")), 418, Outcome.COMPLETED);

        List<String> totals = lines("istio_requests_total{");
        assertThat(totals).hasSizeLessThanOrEqualTo(IstioCollector.EXACT_CODES + 10);
        assertThat(totals.stream()
                        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
                        .sum())
                .as("none is lost")
                .isEqualTo(901);
        assertThat(totals)
                .as("other hosts keep their codes")
                .anySatisfy(line -> assertThat(labels(line))
                        .containsEntry("destination_service", "a.example")
                        .containsEntry("response_code", "418"));
        assertThat(totals)
                .as("what is folded keeps its class")
                .anySatisfy(line -> assertThat(labels(line)).containsEntry("response_code", "500"));
    }

    @Test
    void grpcIsToldByItsContentType() {
        RequestHead head = Exchanges.get("www.ecb.europa.eu", "/s/m")
                .method("POST")
                .with("content-type", "application/grpc+proto");
        run(head, Exchanges.forward(BANK), 200, Outcome.COMPLETED);

        assertThat(labels(only("istio_requests_total{"))).containsEntry("request_protocol", "grpc");
    }

    @ParameterizedTest
    @CsvSource({
        "COMPLETED, 200, 0, 0",
        "COMPLETED, 200, 14, 14",
        "COMPLETED, 200, 99, 2",
        "COMPLETED, 200, , 2",
        "COMPLETED, 404, , 12",
        "REQUEST_TIMEOUT, 200, , 4",
        "CONNECTION_REFUSED, 200, , 14",
        "DENIED, 200, , 7",
        "CLIENT_GONE, 0, , ''"
    })
    void aCallIsCountedWithItsOwnStatus(Outcome outcome, int status, @Nullable String said, String counted) {
        RequestHead head =
                Exchanges.get("www.ecb.europa.eu", "/s/m").method("POST").with("content-type", "application/grpc");
        Exchange exchange = Exchanges.begin(head, Exchanges.forward(BANK), metrics);
        exchange.grpcStatus = said;
        exchange.status = status;
        exchange.end(outcome, "");

        assertThat(labels(only("istio_requests_total{"))).containsEntry("grpc_response_status", counted);
    }

    @Test
    void aTunnelIsCountedInConnectionsAndBytesNotInRequests() {
        Exchange tunnel = Exchanges.begin(Exchanges.connect("www.ecb.europa.eu"), Exchanges.forward(BANK), metrics);
        assertThat(only("istio_tcp_connections_opened_total{")).endsWith("} 1.0");
        assertThat(lines("istio_tcp_connections_closed_total{"))
                .allSatisfy(line -> assertThat(line).endsWith("} 0.0"));
        assertThat(only("sallyport_tunnels_open")).endsWith(" 1.0");

        tunnel.bytesReceived = 30;
        tunnel.bytesSent = 400;
        Exchanges.end(tunnel, 200, Outcome.COMPLETED);

        assertThat(only("istio_tcp_connections_closed_total{")).endsWith("} 1.0");
        assertThat(only("istio_tcp_received_bytes_total{")).endsWith("} 30.0");
        assertThat(only("istio_tcp_sent_bytes_total{")).endsWith("} 400.0");
        assertThat(only("sallyport_tunnels_open")).endsWith(" 0.0");
        assertThat(labels(only("istio_tcp_sent_bytes_total{")))
                .containsEntry("request_protocol", "tcp")
                .doesNotContainKeys("response_code", "grpc_response_status");
        assertThat(lines("istio_requests_total{")).isEmpty();
    }

    @Test
    void aTunnelsBytesAreToldWhileItIsOpenAndEachOnce() {
        Exchange tunnel = Exchanges.begin(Exchanges.connect("www.ecb.europa.eu"), Exchanges.forward(BANK), metrics);
        tunnel.bytesSent = 100;
        assertThat(only("istio_tcp_sent_bytes_total{")).endsWith("} 100.0");
        tunnel.bytesSent = 150;
        assertThat(only("istio_tcp_sent_bytes_total{")).endsWith("} 150.0");

        tunnel.bytesSent = 160;
        Exchanges.end(tunnel, 200, Outcome.DURATION_EXCEEDED);

        assertThat(lines("istio_tcp_sent_bytes_total{"))
                .anySatisfy(line ->
                        assertThat(line).contains("response_flags=\"-\"").endsWith("} 150.0"))
                .anySatisfy(line ->
                        assertThat(line).contains("response_flags=\"DT\"").endsWith("} 10.0"));
        assertThat(lines("istio_tcp_connections_opened_total{"))
                .anySatisfy(line ->
                        assertThat(line).contains("response_flags=\"-\"").endsWith("} 1.0"))
                .anySatisfy(line ->
                        assertThat(line).contains("response_flags=\"DT\"").endsWith("} 0.0"));
    }

    @Test
    void decisionsAreCountedByReasonFromZero() {
        assertThat(registry.scrape()).contains("sallyport_decisions_total{reason=\"port-not-listed\",} 0.0");

        run(Exchanges.get("a", "/"), Exchanges.deny(DenialReason.PORT_NOT_LISTED, BANK), 403, Outcome.DENIED);
        run(Exchanges.get("b", "/"), Exchanges.forward(BANK), 200, Outcome.COMPLETED);

        assertThat(registry.scrape())
                .contains("sallyport_decisions_total{reason=\"port-not-listed\",} 1.0")
                .contains("sallyport_decisions_total{reason=\"forward\",} 1.0")
                .contains("sallyport_decisions_total{reason=\"passthrough\",} 0.0");
    }

    @Test
    void anUnknownCallerHasNoEmptyLabel() {
        assertThat(CallerLabels.UNKNOWN)
                .isEqualTo(new CallerLabels(
                        "unknown", "unknown", "latest", "unknown", "unknown", "unknown", "unknown", "Kubernetes"));
    }

    private void run(RequestHead head, Decision decision, int status, Outcome outcome) {
        Exchange exchange = Exchanges.begin(head, decision, metrics);
        exchange.caller = CURRENCY;
        Exchanges.end(exchange, status, outcome);
    }

    private String bucket(String prefix, String bound) {
        return lines(prefix).stream()
                .filter(line -> bound.equals(labels(line).get("le")))
                .findFirst()
                .orElseThrow();
    }

    private List<String> lines(String prefix) {
        return registry.scrape().lines().filter(line -> line.startsWith(prefix)).toList();
    }

    private String only(String prefix) {
        assertThat(lines(prefix)).hasSize(1);
        return lines(prefix).getFirst();
    }

    private static Map<String, String> labels(String line) {
        Map<String, String> labels = new TreeMap<>();
        Matcher matcher = LABEL.matcher(line);
        while (matcher.find()) {
            labels.put(matcher.group(1), matcher.group(2));
        }
        return labels;
    }
}
