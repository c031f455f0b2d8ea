package io.sallyport.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.sallyport.compile.CompileOptions;
import io.sallyport.istio.Problem;
import io.sallyport.istio.SourceText;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.reload.Configuration;
import io.sallyport.reload.ReloadReport;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ClusterSourceTest {

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Clock NOON = Clock.fixed(Instant.parse("2026-01-01T12:00:00Z"), ZoneOffset.UTC);

    private final BlockingQueue<ReloadReport> reports = new LinkedBlockingQueue<>();

    @Test
    void whatIsAppliedIsReadAndWhatChangesIsTold() throws Exception {
        try (FakeCluster cluster = new FakeCluster("v1");
                ClusterSource source = new ClusterSource(cluster.client, List.of(), PATIENCE)) {
            cluster.apply(entry("shop", "bank", "bank.example"));
            Configuration configuration = follow(source, cluster);

            assertThat(configuration.current().snapshot().find("bank.example")).isNotNull();

            cluster.apply(entry("shop", "other", "other.example"));
            assertThat(next().trigger()).isEqualTo("ServiceEntry shop/other added");
            assertThat(configuration.current().snapshot().find("other.example")).isNotNull();

            cluster.delete(WatchedKind.SERVICE_ENTRY, "shop", "bank");
            assertThat(next().trigger()).isEqualTo("ServiceEntry shop/bank deleted");
            assertThat(configuration.current().snapshot().find("bank.example")).isNull();
        }
    }

    @Test
    void aBadResourceIsRefusedAloneAndItsAuthorIsTold() throws Exception {
        try (FakeCluster cluster = new FakeCluster("v1");
                ClusterSource source = new ClusterSource(cluster.client, List.of(), PATIENCE)) {
            cluster.apply(entry("shop", "bank", "bank.example"));
            Configuration configuration = follow(source, cluster);

            cluster.apply(entry("shop", "bad", "not a host!"));
            ReloadReport report = next();

            assertThat(report.accepted()).isTrue();
            assertThat(configuration.current().snapshot().find("bank.example")).isNotNull();
            assertThat(report.problems())
                    .anySatisfy(problem -> assertThat(problem.line())
                            .startsWith("kubernetes:shop/ServiceEntry/bad:")
                            .contains("spec.hosts[0]"));
            assertThat(condition(cluster, "bad"))
                    .containsEntry("type", "sallyport.io/Accepted")
                    .containsEntry("status", "False")
                    .containsEntry("reason", "Invalid")
                    .containsEntry("lastTransitionTime", "2026-01-01T12:00:00Z")
                    .hasEntrySatisfying(
                            "message", message -> assertThat(message).asString().contains("spec.hosts[0]"));
            assertThat(cluster.events("shop"))
                    .singleElement()
                    .satisfies(event -> assertThat(event.getAdditionalProperties())
                            .containsEntry("type", "Warning")
                            .containsEntry("reason", "Invalid")
                            .hasEntrySatisfying(
                                    "involvedObject",
                                    involved -> assertThat(involved).asString().contains("name=bad")));
        }
    }

    @Test
    void aResourceThatTurnsBadStaysAsItWasAndIsPraisedWhenItIsMended() throws Exception {
        try (FakeCluster cluster = new FakeCluster("v1");
                ClusterSource source = new ClusterSource(cluster.client, List.of(), PATIENCE)) {
            cluster.apply(entry("shop", "bank", "bank.example"));
            Configuration configuration = follow(source, cluster);

            cluster.apply(entry("shop", "bank", "not a host!"));
            next();
            assertThat(configuration.current().snapshot().find("bank.example"))
                    .as("as it was")
                    .isNotNull();
            assertThat(condition(cluster, "bank")).containsEntry("status", "False");

            cluster.apply(entry("shop", "bank", "new.example"));
            // The fake changes more than the status where only that is written, which is one more reload.
            while (next().count(Problem.Severity.ERROR) > 0) {
                assertThat(condition(cluster, "bank")).containsEntry("status", "False");
            }
            assertThat(configuration.current().snapshot().find("new.example")).isNotNull();
            assertThat(configuration.current().snapshot().find("bank.example")).isNull();
            assertThat(condition(cluster, "bank"))
                    .containsEntry("status", "True")
                    .containsEntry("reason", "Accepted");
        }
    }

    @Test
    void whatIsGoodAndAlwaysWasIsNotWrittenTo() throws Exception {
        try (FakeCluster cluster = new FakeCluster("v1");
                ClusterSource source = new ClusterSource(cluster.client, List.of(), PATIENCE)) {
            cluster.apply(entry("shop", "bank", "bank.example"));
            follow(source, cluster);

            assertThat(cluster.get(WatchedKind.SERVICE_ENTRY, "shop", "bank").getAdditionalProperties())
                    .doesNotContainKey("status");
            assertThat(cluster.events("shop")).isEmpty();
        }
    }

    @Test
    void otherNamespacesAreLeftAloneWhereSomeAreNamed() throws Exception {
        try (FakeCluster cluster = new FakeCluster("v1");
                ClusterSource source = new ClusterSource(cluster.client, List.of("shop", "mesh"), PATIENCE)) {
            cluster.apply(entry("shop", "bank", "bank.example"));
            cluster.apply(entry("mesh", "all", "all.example"));
            cluster.apply(entry("foreign", "other", "other.example"));

            assertThat(source.read())
                    .extracting(SourceText::name)
                    .containsExactly("kubernetes:mesh/ServiceEntry/all", "kubernetes:shop/ServiceEntry/bank");
        }
    }

    @Test
    void whatKubernetesKeepsForItselfIsNoPartOfTheText() throws Exception {
        try (FakeCluster cluster = new FakeCluster("v1");
                ClusterSource source = new ClusterSource(cluster.client, List.of(), PATIENCE)) {
            cluster.apply(entry("shop", "bank", "bank.example")
                    .replace(
                            "metadata:",
                            "metadata:\n  annotations: {kubectl.kubernetes.io/last-applied-configuration: x}"));

            assertThat(source.read().getFirst().text())
                    .contains("bank.example", "creationTimestamp")
                    .doesNotContain("resourceVersion", "uid", "last-applied");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v1beta1", "v1alpha3"})
    void everyVersionOfTheApiIsRead(String version) throws Exception {
        try (FakeCluster cluster = new FakeCluster(version);
                ClusterSource source = new ClusterSource(cluster.client, List.of(), PATIENCE)) {
            cluster.apply(entry("shop", "bank", "bank.example").replace("/v1\n", "/" + version + "\n"));

            assertThat(source.read())
                    .singleElement()
                    .satisfies(text -> assertThat(text.text()).contains("networking.istio.io/" + version));
        }
    }

    @Test
    void aClusterWithoutIstiosResourcesIsToldWhatIsMissing() {
        try (FakeCluster cluster = new FakeCluster();
                ClusterSource source = new ClusterSource(cluster.client, List.of(), PATIENCE)) {
            assertThatThrownBy(source::read)
                    .isInstanceOf(IOException.class)
                    .hasMessageStartingWith("Kubernetes: ")
                    .hasMessageContaining("CustomResourceDefinitions");
        }
    }

    @Test
    void whereTheApiGoesAwayWhatWasSeenLastStaysAndItIsSaid() throws Exception {
        try (FakeCluster cluster = new FakeCluster("v1");
                ClusterSource source = new ClusterSource(cluster.client, List.of(), PATIENCE)) {
            cluster.apply(entry("shop", "bank", "bank.example"));
            assertThat(source.isConnected()).as("before the first reading").isFalse();
            source.read();
            assertThat(source.isConnected()).isTrue();

            cluster.goAway();

            Patience.until(Duration.ofSeconds(10), () -> !source.isConnected());
            assertThat(source.read()).extracting(SourceText::name).containsExactly("kubernetes:shop/ServiceEntry/bank");
        }
    }

    @Test
    void anApiThatIsNotThereIsSaidAtOnce() {
        try (FakeCluster cluster = new FakeCluster("v1");
                ClusterSource source = new ClusterSource(cluster.client, List.of(), Duration.ofMillis(300))) {
            cluster.goAway();

            assertThatThrownBy(source::read).isInstanceOf(IOException.class).hasMessageStartingWith("Kubernetes: ");
        }
    }

    @Test
    void aRightThatIsMissingIsNamedAsTheServerNamesIt() {
        try (FakeCluster cluster = new FakeCluster("v1");
                ClusterSource source = new ClusterSource(cluster.client, List.of(), PATIENCE)) {
            String sentence = "sidecars.networking.istio.io is forbidden: User \"egress\" cannot list resource";
            cluster.forbid("/apis/networking.istio.io/v1/sidecars?resourceVersion=0", sentence);

            assertThatThrownBy(source::read).isInstanceOf(IOException.class).hasMessage("Kubernetes: " + sentence);
        }
    }

    @Test
    void anEventIsWrittenThoughTheConditionMayNotBeAndOnlyOnce() throws Exception {
        try (FakeCluster cluster = new FakeCluster("v1");
                ClusterSource source = new ClusterSource(cluster.client, List.of(), PATIENCE)) {
            cluster.apply(entry("shop", "bank", "bank.example"));
            follow(source, cluster);
            cluster.forbid("/apis/networking.istio.io/v1/namespaces/shop/serviceentries/bad", "no get");

            cluster.create(entry("shop", "bad", "not a host!"));
            next();
            cluster.apply(entry("shop", "other", "other.example"));
            next();

            assertThat(cluster.events("shop")).hasSize(1);
        }
    }

    /** Loads, and again at each change, as the gateway does. */
    private Configuration follow(ClusterSource source, FakeCluster cluster) {
        Verdicts verdicts = new Verdicts(cluster.client, source, NOON, "gateway-1");
        Configuration configuration = new Configuration(
                source, new CompileOptions(OutboundPolicy.REGISTRY_ONLY, "shop", Set.of()), NOON, report -> {
                    verdicts.tell(report.problems());
                    reports.add(report);
                });
        assertThat(configuration.reload("start").accepted()).isTrue();
        reports.clear();
        source.changes().subscribe().with(configuration::reload);
        return configuration;
    }

    private ReloadReport next() throws InterruptedException {
        ReloadReport report = reports.poll(10, TimeUnit.SECONDS);
        assertThat(report).as("a reload").isNotNull();
        return report;
    }

    private static Map<String, String> condition(FakeCluster cluster, String name) {
        GenericKubernetesResource resource = cluster.get(WatchedKind.SERVICE_ENTRY, "shop", name);
        Map<String, String> fields = new HashMap<>();
        WatchedResource.Condition.all(resource)
                .getFirst()
                .forEach((field, value) -> fields.put(String.valueOf(field), String.valueOf(value)));
        return fields;
    }

    private static String entry(String namespace, String name, String host) {
        return """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata:
                  name: %s
                  namespace: %s
                spec:
                  hosts: ["%s"]
                  ports: [{number: 80, name: http, protocol: HTTP}]
                  resolution: DNS
                """.formatted(name, namespace, host);
    }
}
