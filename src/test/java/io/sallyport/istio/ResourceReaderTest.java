package io.sallyport.istio;

import static io.sallyport.istio.Texts.problems;
import static io.sallyport.istio.Texts.read;
import static io.sallyport.istio.Texts.serviceEntry;
import static io.sallyport.istio.Texts.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResourceReaderTest {
    private static final String ENTRY = serviceEntry("hosts: [bank.example]\n");

    @Test
    void all_problems_of_all_files_come_in_one_reading() {
        var reading = ResourceReader.read(List.of(
                new SourceText("a.yaml", serviceEntry("hosts: 1\nlocation: here\n")),
                new SourceText("b.yaml", "a: [\n---\n" + virtualService("http: [{timeout: 1}]"))));

        assertThat(reading.problems().stream().map(p -> p.where().position() + " " + p.code()))
                .containsExactly(
                        "a.yaml:5:10 wrong-type",
                        "a.yaml:6:13 bad-enum",
                        "b.yaml:2:1 yaml-syntax",
                        "b.yaml:7:20 bad-duration");
        assertThat(reading.hasErrors()).isTrue();
    }

    @Test
    void problems_name_their_resource() {
        assertThat(read(serviceEntry("hosts: 1")).problems())
                .extracting(Problem::resource)
                .containsExactly("ServiceEntry shop/bank");
        assertThat(read("apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: b}\nspec: {}\n")
                        .problems())
                .extracting(Problem::resource)
                .containsExactly("DestinationRule b");
        assertThat(read("[").problems()).extracting(Problem::resource).containsExactly("");
    }

    @Test
    void a_resource_with_an_unknown_field_stays_for_later_stages_and_one_with_a_wrong_value_does_not() {
        assertThat(read(serviceEntry("hosts: [a.example]\ncolour: red\n")).resources())
                .hasSize(1);
        assertThat(read(serviceEntry("hosts: [a.example]\nlocation: red\n")).resources())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"v1", "v1beta1", "v1alpha3"})
    void every_version_is_read(String version) {
        assertThat(read(ENTRY.replace("io/v1", "io/" + version)).resources()).hasSize(1);
    }

    @Test
    void a_version_a_kind_and_a_group_that_do_not_exist_are_errors() {
        assertThat(problems(ENTRY.replace("io/v1", "io/v2")))
                .containsExactly("shop.yaml:1:13: error: apiVersion: \"v2\" is not a version of ServiceEntry"
                        + " (expected: one of v1, v1beta1, v1alpha3) [unknown-version]");
        assertThat(problems(ENTRY.replace("ServiceEntry", "ServiceEntri")))
                .containsExactly("shop.yaml:2:7: error: kind: \"ServiceEntri\" is not a kind of networking.istio.io"
                        + " (expected: ServiceEntry) [unknown-kind]");
        assertThat(problems(ENTRY.replace("istio.io", "isto.io")))
                .containsExactly("shop.yaml:1:13: error: apiVersion: \"networking.isto.io/v1\" has no ServiceEntry"
                        + " (expected: networking.istio.io/v1) [unknown-group]");
        assertThat(problems(ENTRY.replace("networking.istio.io/", "")))
                .containsExactly("shop.yaml:1:13: error: apiVersion: \"v1\" has no ServiceEntry"
                        + " (expected: networking.istio.io/v1) [unknown-group]");
    }

    @Test
    void other_groups_are_skipped_with_a_note_whatever_they_hold() {
        assertThat(problems("""
                apiVersion: apps/v1
                kind: Deployment
                metadata: {name: shop}
                spec: {replicas: x, replicas: y}
                """))
                .containsExactly("shop.yaml:1:1: note: Deployment of apps/v1 is not read here [kind-skipped]");
    }

    @Test
    void kinds_that_bear_on_traffic_but_are_not_enforced_are_warned_of() {
        var reading = read(ENTRY.replace("ServiceEntry", "EnvoyFilter"));

        assertThat(reading.problems())
                .extracting(Problem::line)
                .containsExactly("shop.yaml:1:1: warning: EnvoyFilter is not enforced yet [kind-not-enforced]");
        assertThat(reading.hasErrors()).isFalse();
        assertThat(reading.resources()).isEmpty();
    }

    @Test
    void a_document_that_is_no_resource_is_an_error() {
        assertThat(problems("hello\n---\n- a\n---\nname: x\n"))
                .containsExactly(
                        "shop.yaml:1:1: error: \"hello\" is a string"
                                + " (expected: a Kubernetes resource, with apiVersion and kind) [wrong-type]",
                        "shop.yaml:3:1: error: this is a list"
                                + " (expected: a Kubernetes resource, with apiVersion and kind) [wrong-type]",
                        "shop.yaml:5:1: error: apiVersion: required field is missing [missing-field]",
                        "shop.yaml:5:1: error: kind: required field is missing [missing-field]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "---\n---\n", "# nothing\n", "--- # nothing\n...\n", "null", "\uFEFF"})
    void empty_documents_are_fine(String text) {
        assertThat(read(text)).isEqualTo(new Reading(List.of(), List.of()));
    }

    @Test
    void lists_are_read_item_by_item_and_paths_start_at_the_item() {
        assertThat(problems("""
                apiVersion: v1
                kind: List
                items:
                - apiVersion: networking.istio.io/v1
                  kind: ServiceEntryList
                  items:
                  - apiVersion: networking.istio.io/v1
                    kind: ServiceEntry
                    metadata: {name: bank}
                    spec: {hosts: [1]}
                """))
                .containsExactly("shop.yaml:10:20: error: spec.hosts[0]: 1 is a number"
                        + " (expected: a string, such as \"1\") [wrong-type]");
    }

    @Test
    void json_is_read_with_tabs_escapes_and_positions() {
        var json = """
                {
                \t"apiVersion": "networking.istio.io/v1",
                \t"kind": "ServiceEntry",
                \t"metadata": {"name": "bank", "annotations": {"mood": "\\ud83d\\ude00\\/"}},
                \t"spec": {"hosts": ["bank.example"], "ports": [{"number": 80, "name": "http", "protocol": 1}]}
                }
                """;

        assertThat(problems(json))
                .containsExactly("shop.yaml:5:91: error: spec.ports[0].protocol: 1 is a number"
                        + " (expected: a string, such as \"1\") [wrong-type]");
        assertThat(read(json.replace("\"protocol\": 1", "\"protocol\": \"HTTP\""))
                        .resources()
                        .getFirst()
                        .metadata()
                        .annotations())
                .containsEntry("mood", "\uD83D\uDE00/");
    }

    @Test
    void what_kubernetes_keeps_in_a_resource_is_passed_over() {
        assertThat(problems("""
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata:
                  name: bank
                  uid: 0f
                  resourceVersion: "1"
                  generation: 2
                  managedFields: [{manager: kubectl}]
                  ownerReferences: []
                  finalizers: [a/b]
                  creationTimestamp: null
                  labels:
                spec:
                  hosts: [bank.example]
                status: {conditions: [1], anything: {a: b, a: c}}
                """)).isEmpty();
    }

    @Test
    void a_file_that_is_wrong_everywhere_says_so_a_thousand_times_at_most() {
        var reading = read(serviceEntry("hosts: [" + "1,".repeat(5000) + "]"));

        assertThat(reading.problems()).hasSize(FileProblems.MOST + 1);
        assertThat(reading.problems())
                .extracting(Problem::line)
                .contains("shop.yaml:1:1: error: more than 1000 problems; the rest of this file is not listed"
                        + " [too-many-problems]");
    }
}
