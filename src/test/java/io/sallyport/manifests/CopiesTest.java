package io.sallyport.manifests;

import static io.sallyport.manifests.Rendered.in;
import static io.sallyport.manifests.Rendered.list;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What kustomize makes us write twice, since it takes no file from outside a folder, is the same both times. */
class CopiesTest {

    private static final String RULE = "monitoring/prometheus-rule.yaml";

    @ParameterizedTest
    @ValueSource(strings = {"serviceentry.yaml", "virtualservice.yaml"})
    void the_demo_applies_the_files_of_the_example(String file) throws IOException {
        assertThat(Sources.path("overlays/demo/" + file))
                .hasSameTextualContentAs(Path.of("examples/01-currency").resolve(file));
    }

    @ParameterizedTest
    @ValueSource(strings = {"components/sidecar", "components/transparent"})
    void pods_of_cron_jobs_get_what_other_pods_get(String component) throws IOException {
        Rendered workload = patch(component + "/pod.yaml");
        Rendered cronJob = patch(component + "/cron-job.yaml");

        assertThat(cronJob.at("spec", "jobTemplate", "spec", "template")).isEqualTo(workload.at("spec", "template"));
    }

    @Test
    void a_sidecar_may_what_a_gateway_may_in_its_namespace() throws IOException {
        assertThat(rules("components/sidecar/rbac.yaml", "sallyport-sidecar"))
                .isEqualTo(rules("base/rbac.yaml", "sallyport"));
    }

    /** The cache knows its jars by their path: another path would be a slow start that nobody notices. */
    @Test
    void the_image_fills_its_cache_of_classes_under_the_path_that_it_runs() throws IOException {
        assertThat(Pattern.compile("[^\\s\"]*quarkus-run\\.jar")
                        .matcher(Files.readString(Path.of("Dockerfile.jvm")))
                        .results()
                        .map(MatchResult::group))
                .hasSize(2)
                .containsOnly("/opt/sallyport/quarkus-run.jar");
    }

    @Test
    void the_operators_rules_are_those_of_the_rule_file() throws IOException {
        String alerts = Sources.read("monitoring/alerts.yaml");
        String expected = """
                # alerts.yaml as Prometheus' operator takes it; written by the tests:
                #   ./mvnw test -Dtest=CopiesTest -Dgolden.write=true
                apiVersion: monitoring.coreos.com/v1
                kind: PrometheusRule
                metadata:
                  name: sallyport
                spec:
                """ + alerts.substring(alerts.indexOf("groups:")).indent(2);

        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(Sources.path(RULE), expected);
        }

        assertThat(Sources.path(RULE)).hasContent(expected);
    }

    private static Rendered patch(String file) throws IOException {
        return Kustomize.objects(Sources.read(file)).getFirst();
    }

    private static List<String> rules(String file, String name) throws IOException {
        List<Rendered> roles = Kustomize.objects(Sources.read(file)).stream()
                .filter(object ->
                        object.kind().endsWith("Role") && object.name().equals(name))
                .toList();
        assertThat(roles).hasSize(1);
        return list(roles.getFirst().at("rules")).stream()
                .flatMap(rule -> list(in(rule, "resources")).stream()
                        .flatMap(resource -> list(in(rule, "verbs")).stream()
                                .map(verb -> in(rule, "apiGroups") + " " + resource + " " + verb)))
                .sorted()
                .toList();
    }
}
