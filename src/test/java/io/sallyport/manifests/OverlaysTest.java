package io.sallyport.manifests;

import static io.sallyport.manifests.Rendered.in;
import static io.sallyport.manifests.Rendered.list;
import static io.sallyport.manifests.Rendered.variable;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What each overlay is for: that the objects of one fit together, and those of one with those of another. */
class OverlaysTest {

    private static final String SCRAPED = "sallyport.io/scrape";

    @Test
    void the_gateways_service_budget_autoscaler_and_policy_are_about_its_pods() throws IOException {
        Rendered gateway = only("overlays/gateway", "Deployment");
        Object labels = gateway.at("spec", "template", "metadata", "labels");

        assertThat((Map<?, ?>) only("overlays/gateway", "Service").at("spec", "selector"))
                .allSatisfy((name, value) ->
                        assertThat(in(labels, String.valueOf(name))).isEqualTo(value));
        assertThat(only("overlays/gateway", "PodDisruptionBudget").at("spec", "selector", "matchLabels"))
                .isEqualTo(gateway.at("spec", "selector", "matchLabels"));
        assertThat(only("overlays/gateway", "NetworkPolicy").at("spec", "podSelector", "matchLabels"))
                .isEqualTo(gateway.at("spec", "selector", "matchLabels"));
        assertThat(only("overlays/gateway", "HorizontalPodAutoscaler").at("spec", "scaleTargetRef", "name"))
                .isEqualTo(gateway.name());
        assertThat(gateway.at("spec", "replicas"))
                .as("the autoscaler has the say")
                .isNull();
    }

    @Test
    void the_rights_of_the_gateway_are_of_the_account_that_it_has() throws IOException {
        String account = only("overlays/gateway", "ServiceAccount").name();

        assertThat(in(only("overlays/gateway", "Deployment").pod(), "serviceAccountName"))
                .isEqualTo(account);
        assertThat(Kustomize.render("overlays/gateway"))
                .filteredOn(object -> object.kind().endsWith("Binding"))
                .isNotEmpty()
                .allSatisfy(binding -> assertThat(list(binding.at("subjects")))
                        .containsExactly(Map.of("kind", "ServiceAccount", "name", account, "namespace", "sallyport")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/sidecar", "overlays/sidecar-transparent"})
    void the_sidecar_is_there_before_the_containers_and_stays(String folder) throws IOException {
        Rendered workload = only(folder, "Deployment");
        List<Object> first = list(in(workload.pod(), "initContainers"));

        assertThat(in(first.getLast(), "name")).isEqualTo("sallyport");
        assertThat(in(first.getLast(), "restartPolicy")).isEqualTo("Always");
        assertThat(in(first.getLast(), "startupProbe", "httpGet", "path")).isEqualTo("/healthz/ready");
        assertThat(variable(first.getLast(), "SALLYPORT_BIND"))
                .as("the proxy stays on loopback")
                .isNull();
    }

    @Test
    void what_is_captured_is_led_to_the_port_that_takes_it_but_for_the_sidecars_own() throws IOException {
        Rendered workload = only("overlays/sidecar-transparent", "Deployment");
        Object capture = workload.container("sallyport-capture");
        Object sidecar = workload.container("sallyport");

        assertThat(list(in(workload.pod(), "initContainers")).getFirst()).isEqualTo(capture);
        assertThat(variable(sidecar, "SALLYPORT_CAPTURE_PORT"))
                .isNotNull()
                .isEqualTo(variable(capture, "CAPTURE_PORT"));
        assertThat(variable(capture, "CAPTURE_USER"))
                .isEqualTo(String.valueOf(in(sidecar, "securityContext", "runAsUser")));
        assertThat(workload.containers())
                .filteredOn(container -> !container.equals(sidecar))
                .as("nobody else may pass as the sidecar")
                .noneMatch(container -> "1337".equals(String.valueOf(in(container, "securityContext", "runAsUser"))));
    }

    @Test
    void every_container_of_the_workload_is_told_of_the_sidecar() throws IOException {
        Rendered workload = only("overlays/sidecar", "Deployment");

        assertThat(list(in(workload.pod(), "containers"))).isNotEmpty().allSatisfy(container -> {
            for (String name : List.of("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "https_proxy")) {
                assertThat(variable(container, name)).isEqualTo("http://127.0.0.1:15001");
            }
            assertThat(variable(container, "NO_PROXY")).isEqualTo(variable(container, "no_proxy"));
        });
    }

    @Test
    void what_leads_to_the_gateway_names_the_service_that_there_is() throws IOException {
        Rendered service = only("overlays/gateway", "Service");
        Object port = in(list(service.at("spec", "ports")).getFirst(), "port");
        String there = service.name() + "." + service.at("metadata", "namespace") + ".svc:" + port;

        assertThat(variable(only("overlays/network-policy", "Job").container("bypass"), "GATEWAY"))
                .isEqualTo(there);
        assertThat(Sources.read("components/through-gateway/proxy.yaml")).contains("proxy: http://" + there);
    }

    @Test
    void pods_may_leave_to_the_gateway_and_to_names_alone() throws IOException {
        Rendered policy = only("overlays/network-policy", "NetworkPolicy");
        Rendered gateway = only("overlays/gateway", "Deployment");

        assertThat(policy.at("spec", "podSelector")).as("all pods").isEqualTo(Map.of());
        assertThat(policy.at("spec", "policyTypes")).isEqualTo(List.of("Egress"));
        List<Object> ways = list(policy.at("spec", "egress"));
        assertThat(ways)
                .hasSize(3)
                .allSatisfy(way -> assertThat(list(in(way, "to")))
                        .as("an empty list is everywhere, and so is an address range")
                        .isNotEmpty()
                        .noneMatch(to -> in(to, "ipBlock") != null));
        Object gateways = list(in(ways.get(1), "to")).getFirst();
        assertThat(in(gateways, "podSelector", "matchLabels")).isEqualTo(gateway.at("spec", "selector", "matchLabels"));
        assertThat(in(gateways, "namespaceSelector", "matchLabels"))
                .isEqualTo(Map.of("kubernetes.io/metadata.name", gateway.at("metadata", "namespace")));
        assertThat(list(in(ways.get(2), "to"))).containsExactly(Map.of("podSelector", Map.of()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"overlays/gateway", "overlays/sidecar", "overlays/sidecar-transparent"})
    void metrics_are_asked_of_a_port_that_the_pods_have(String folder) throws IOException {
        Rendered monitor = only("monitoring", "PodMonitor");
        Rendered workload = only(folder, "Deployment");
        Object endpoint = list(monitor.at("spec", "podMetricsEndpoints")).getFirst();

        assertThat(workload.at("spec", "template", "metadata", "labels", SCRAPED))
                .isEqualTo(monitor.at("spec", "selector", "matchLabels", SCRAPED));
        assertThat(list(in(workload.container("sallyport"), "ports")))
                .anySatisfy(port -> assertThat(in(port, "name")).isEqualTo(in(endpoint, "port")));
    }

    @Test
    void dashboards_come_whole() throws IOException {
        Rendered dashboards = only("monitoring", "ConfigMap");

        assertThat(dashboards.at("data", "sallyport-external-services.json"))
                .isEqualTo(Sources.read("monitoring/dashboards/sallyport-external-services.json"));
        assertThat(dashboards.at("metadata", "labels", "grafana_dashboard")).isEqualTo("1");
    }

    private static Rendered only(String folder, String kind) throws IOException {
        Predicate<Rendered> wanted = object -> object.kind().equals(kind);
        List<Rendered> found = Kustomize.render(folder).stream().filter(wanted).toList();
        assertThat(found).as(kind + " of " + folder).hasSize(1);
        return found.getFirst();
    }
}
