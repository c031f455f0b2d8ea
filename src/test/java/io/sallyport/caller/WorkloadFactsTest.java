package io.sallyport.caller;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.CallerLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkloadFactsTest {

    @Test
    void settingsCountBeforeThePodAndThePodBeforeOpenTelemetry() {
        Map<String, String> all = Map.of(
                "SALLYPORT_WORKLOAD", "set",
                "POD_NAME", "checkout-5d8f7c9b6d-x2x4z",
                "POD_NAMESPACE", "shop",
                "OTEL_RESOURCE_ATTRIBUTES", "service.name=otel,service.version=3,k8s.namespace.name=other");

        assertThat(labels(all, Map.of("app", "pay", "version", "v2")))
                .isEqualTo(new CallerLabels("set", "pay", "v2", "shop", "pay", "v2", "", "east"));
    }

    @Test
    void thePodsNameAndLabelsAreEnough() {
        assertThat(labels(
                        Map.of("POD_NAME", "checkout-5d8f7c9b6d-x2x4z", "POD_NAMESPACE", "shop"),
                        Map.of("app.kubernetes.io/name", "checkout", "app.kubernetes.io/version", "7")))
                .isEqualTo(new CallerLabels("checkout", "checkout", "7", "shop", "checkout", "7", "", "east"));
    }

    @Test
    void istiosCanonicalNamesAreTakenWhereThePodHasThem() {
        CallerLabels labels = labels(
                Map.of("POD_NAME", "checkout-0"),
                Map.of(
                        "app", "shop",
                        "service.istio.io/canonical-name", "pay",
                        "service.istio.io/canonical-revision", "blue"));

        assertThat(labels.canonicalService()).isEqualTo("pay");
        assertThat(labels.canonicalRevision()).isEqualTo("blue");
        assertThat(labels.app()).isEqualTo("shop");
    }

    @Test
    void openTelemetrysResourceIsTheLastToSay() {
        assertThat(labels(
                        Map.of(
                                "OTEL_RESOURCE_ATTRIBUTES",
                                "service.name=my%20shop,service.namespace=eu,service.version=1.2"),
                        Map.of()))
                .isEqualTo(new CallerLabels("my shop", "my shop", "1.2", "eu", "my shop", "1.2", "", "east"));
    }

    @Test
    void nothingIsNobody() {
        assertThat(new WorkloadFacts(Map.of("HOSTNAME", "laptop"), Map.of(), "east").labels())
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "checkout-5d8f7c9b6d-x2x4z, checkout",
        "pay-api-6b7c8d9f44-zzzzz, pay-api",
        "database-12, database",
        "node-agent-x2x4z, node-agent",
        "alone, alone"
    })
    void aPodsNameBeginsWithItsWorkloads(String pod, String workload) {
        assertThat(WorkloadFacts.workloadOf(pod)).isEqualTo(workload);
    }

    @Test
    void theDownwardApisFileIsRead(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("labels"), "app=\"checkout\"\nversion=\"v1\"\n\nbroken\n");

        assertThat(PodLabels.read(file)).isEqualTo(Map.of("app", "checkout", "version", "v1"));
        assertThat(PodLabels.read(folder.resolve("none"))).isEmpty();
    }

    private static CallerLabels labels(Map<String, String> environment, Map<String, String> podLabels) {
        return new WorkloadFacts(environment, podLabels, "east").labels().orElseThrow();
    }
}
