package io.sallyport.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.common.WithTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.sallyport.e2e.Prometheus;
import io.sallyport.e2e.Prometheus.Sample;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The real Prometheus scrapes the running application while it is called: what dashboards and Kiali ask is answered. */
@QuarkusTest
@WithTestResource(OutsideResource.class)
@SuppressWarnings("NullAway.Init")
class PrometheusScrapeTest {

    private static final String WINDOW = "20s";
    /** Counted where spans are sent, which they are not here. */
    private static final String WITH_TRACING = "sallyport_spans_dropped_total";

    @Inject
    Gateway gateway;

    @TestHTTPResource(value = "/stats/prometheus", management = true)
    URI scraped;

    @TempDir
    static Path folder;

    /** One for all tests: it is there as soon as the application is, and looks back further than a test lasts. */
    private static @Nullable Prometheus running;

    private Prometheus prometheus;
    private Traffic traffic;

    @BeforeEach
    void begin() throws Exception {
        if (running == null) {
            running = Prometheus.scraping(scraped, folder);
            running.awaitScrape();
        }
        prometheus = running;
        traffic = Traffic.through(gateway.port());
    }

    @AfterEach
    void end() throws Exception {
        if (traffic != null) {
            traffic.close();
        }
    }

    @AfterAll
    static void stop() {
        if (running != null) {
            running.close();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bank.example, 200, -, http",
        "bank.example, 404, -, http",
        "bank.example, 503, -, http",
        "down.example, 503, 'UF,URX', http",
        "*.wild.example, 200, -, http",
        "grpc.example, 200, -, grpc"
    })
    void anExternalHostIsAServiceEntryWithAnEdgeFromItsCaller(String host, String code, String flags, String protocol) {
        List<Sample> samples = prometheus.until(
                "istio_requests_total{destination_service_name=\"" + host + "\",response_code=\"" + code + "\"}",
                some());

        assertThat(samples)
                .allSatisfy(sample -> assertThat(sample.labels())
                        .containsAllEntriesOf(caller())
                        .containsAllEntriesOf(outside())
                        .containsEntry("destination_service", host)
                        .containsEntry("response_flags", flags)
                        .containsEntry("request_protocol", protocol)
                        .doesNotContainValue(""));
    }

    @Test
    void aTunnelIsAnEdgeOfTcpWithItsBytes() {
        for (String what : List.of("connections_opened", "connections_closed", "sent_bytes", "received_bytes")) {
            List<Sample> samples = prometheus.until(
                    "istio_tcp_" + what + "_total{destination_service_name=\"raw.example\"} > 0", some());

            assertThat(samples)
                    .allSatisfy(sample -> assertThat(sample.labels())
                            .containsAllEntriesOf(caller())
                            .containsAllEntriesOf(outside())
                            .containsEntry("request_protocol", "tcp")
                            .doesNotContainKeys("response_code", "grpc_response_status"));
        }
    }

    @Test
    void whatIsDeniedLeadsToTheBlackHoleAndItsNameIsNotTold() {
        for (String metric : List.of("istio_requests_total", "istio_tcp_connections_opened_total")) {
            List<Sample> samples =
                    prometheus.until(metric + "{destination_service_name=\"BlackHoleCluster\"} > 0", some());

            assertThat(samples)
                    .allSatisfy(sample -> assertThat(sample.labels())
                            .containsAllEntriesOf(caller())
                            .containsAllEntriesOf(outside())
                            .containsEntry("destination_service", "unknown"));
        }
        assertThat(prometheus.query("{destination_service=~\".*(evil|unlisted).*\"}"))
                .isEmpty();
        assertThat(prometheus.query("sallyport_decisions_total{reason=\"host-not-listed\"} > 0"))
                .hasSize(1);
    }

    @Test
    void whatIsLetThroughUnlistedLeadsToThePassthrough() throws Exception {
        Path mesh = OutsideResource.folder().resolve("mesh.yaml");
        Files.writeString(mesh, """
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio, namespace: istio-system}
                data: {mesh: 'outboundTrafficPolicy: {mode: ALLOW_ANY}'}
                """);
        try (AutoCloseable ignored = () -> Files.delete(mesh)) {
            List<Sample> samples = prometheus.until(
                    "istio_requests_total{destination_service_name=\"PassthroughCluster\",response_code=\"200\"}",
                    some());

            assertThat(samples)
                    .allSatisfy(sample -> assertThat(sample.labels())
                            .containsAllEntriesOf(caller())
                            .containsAllEntriesOf(outside())
                            .containsEntry("destination_service", "unknown"));
        }
    }

    @Test
    void theQueriesOfIstiosDashboardsAndOfKialiReturnWhatTheyNeed() throws Exception {
        for (Query query : queries()) {
            List<Sample> samples = prometheus.until(
                    query.expression.replace("WINDOW", WINDOW),
                    found -> found.stream()
                            .anyMatch(sample -> sample.labels().entrySet().containsAll(query.one.entrySet())));

            assertThat(samples)
                    .as(query.about)
                    .allSatisfy(
                            sample -> assertThat(sample.labels()).containsKeys(query.labels.toArray(String[]::new)));
            assertThat(samples)
                    .as(query.about)
                    .anySatisfy(sample -> assertThat(sample.value()).isNotNaN());
        }
    }

    @Test
    void everyPanelAndVariableOfOurDashboardHasData() throws Exception {
        for (String expression : MonitoringFiles.expressionsOfTheDashboard()) {
            prometheus.until(MonitoringFiles.filled(expression, WINDOW), some());
        }
    }

    @Test
    void bothFormatsAreReadWithoutAnError() throws Exception {
        // Prometheus asks for OpenMetrics first, and tells what it cannot read.
        prometheus.until("istio_requests_total{destination_service_name=\"grpc.example\"}", some());
        assertThat(prometheus.lastError()).isEmpty();
        HttpRequest asText =
                HttpRequest.newBuilder(scraped).header("Accept", "text/plain").build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            Path text = folder.resolve("metrics.txt");
            client.send(asText, BodyHandlers.ofFile(text));

            assertThat(Prometheus.checkMetrics(text))
                    .contains("no help text")
                    .doesNotContain("parsing error")
                    .doesNotContain("istio_requests_total no help text");
        }
    }

    @Test
    void everyExpressionOfOurAlertsIsUnderstoodAndSpeaksOfMetricsThatAreThere() throws Exception {
        prometheus.until("sallyport_tls_certificate_expiry_days", some());
        for (String expression : MonitoringFiles.expressionsOfTheAlerts()) {
            prometheus.query(expression);
            for (String metric : MonitoringFiles.metricsIn(expression)) {
                if (metric.equals(WITH_TRACING)) {
                    continue;
                }
                prometheus.until("{__name__=\"" + metric + "\"}", some());
            }
        }
    }

    @Test
    void everyMetricOfOursIsDocumented() throws Exception {
        String page = Files.readString(Path.of("docs/metrics.md"));
        prometheus.until("{__name__=\"istio_requests_total\"}", some());

        assertThat(prometheus.query("count by (__name__) ({__name__=~\"(istio|sallyport)_.*\"})"))
                .hasSizeGreaterThan(25)
                .allSatisfy(sample -> assertThat(page)
                        .contains(sample.labels().get("__name__").replaceFirst("_(bucket|count|sum)$", "")));
    }

    private static Predicate<List<Sample>> some() {
        return samples -> !samples.isEmpty();
    }

    private static Map<String, String> caller() {
        return Map.of(
                "reporter", "source",
                "source_workload", "checkout",
                "source_workload_namespace", "shop",
                "source_canonical_service", "checkout",
                "source_canonical_revision", "v1",
                "source_cluster", "Kubernetes");
    }

    /** What Kiali draws as a ServiceEntry, as telemetry of a client's sidecar has it. */
    private static Map<String, String> outside() {
        return Map.of(
                "destination_service_namespace", "unknown",
                "destination_workload", "unknown",
                "destination_workload_namespace", "unknown",
                "destination_app", "unknown",
                "destination_canonical_service", "unknown",
                "destination_canonical_revision", "latest",
                "destination_principal", "unknown",
                "destination_cluster", "Kubernetes",
                "connection_security_policy", "unknown");
    }

    private record Query(String about, String expression, List<String> labels, Map<String, String> one) {}

    @SuppressWarnings("unchecked")
    private static List<Query> queries() throws IOException {
        Object read = new Load(LoadSettings.builder().build())
                .loadFromString(Files.readString(Path.of("src/test/resources/promql/queries.yaml")));
        return ((List<Map<String, Object>>) read)
                .stream()
                        .map(one -> new Query(
                                (String) one.get("about"),
                                (String) one.get("expr"),
                                (List<String>) one.get("labels"),
                                (Map<String, String>) one.get("one")))
                        .toList();
    }
}
