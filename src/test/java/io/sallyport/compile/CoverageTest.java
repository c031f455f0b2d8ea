package io.sallyport.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.fields.Support;
import io.sallyport.istio.Reading;
import io.sallyport.istio.ResourceReader;
import io.sallyport.istio.SourceText;
import java.util.List;
import org.junit.jupiter.api.Test;

class CoverageTest {

    private static final String POLICY = "host: shop.example\ntrafficPolicy:\n  connectionPool:\n    ";

    @Test
    void each_written_field_is_named_with_its_place_and_what_becomes_of_it() {
        List<FieldUse> uses =
                uses(Yaml.destinationRule(POLICY + "http: {http2KeepAlive: {interval: 1s}, maxRetries: 2}"));

        assertThat(uses)
                .filteredOn(use -> use.path().startsWith("spec.trafficPolicy.connectionPool.http."))
                .extracting(FieldUse::support)
                .containsExactly(Support.IGNORED, Support.IGNORED, Support.ENFORCED);
        assertThat(uses).last().satisfies(use -> {
            assertThat(use.resource()).isEqualTo("DestinationRule rule");
            assertThat(use.where()).hasToString("input.yaml:8:58: spec.trafficPolicy.connectionPool.http.maxRetries");
            assertThat(use.note()).isEmpty();
        });
    }

    @Test
    void items_of_lists_count_one_by_one_and_names_of_ones_own_do_not() {
        List<FieldUse> uses = uses(Yaml.serviceEntry("""
                hosts: [a.example, b.example]
                ports: [{number: 80, name: a}, {number: 81, name: b}]
                endpoints: [{address: 192.0.2.1, labels: {app: x, weight: y}}]
                """));

        assertThat(uses)
                .extracting(FieldUse::path)
                .containsExactly(
                        "metadata",
                        "metadata.name",
                        "spec",
                        "spec.hosts",
                        "spec.ports",
                        "spec.ports[].number",
                        "spec.ports[].name",
                        "spec.ports[].number",
                        "spec.ports[].name",
                        "spec.endpoints",
                        "spec.endpoints[].address",
                        "spec.endpoints[].labels");
    }

    @Test
    void a_value_that_asks_for_nothing_is_as_good_as_enforced() {
        List<FieldUse> uses = uses(Yaml.destinationRule(
                POLICY + "http: {useClientProtocol: false, maxConcurrentStreams: 0, h2UpgradePolicy: DEFAULT}"));

        assertThat(uses).extracting(FieldUse::support).containsOnly(Support.ENFORCED);
    }

    @Test
    void a_value_that_is_not_enforced_makes_the_field_rejected() {
        List<FieldUse> uses =
                uses(Yaml.serviceEntry("hosts: [a.example]\nports: [{number: 53, name: dns, protocol: UDP}]"));

        assertThat(uses).last().satisfies(use -> {
            assertThat(use.path()).isEqualTo("spec.ports[].protocol");
            assertThat(use.support()).isEqualTo(Support.REJECTED);
            assertThat(use.note()).isEqualTo("is not carried by a proxy of HTTP and TCP");
        });
    }

    @Test
    void the_meshs_settings_are_covered_too() {
        List<FieldUse> uses = uses("""
                apiVersion: v1
                kind: ConfigMap
                metadata: {name: istio}
                data:
                  mesh: |
                    outboundTrafficPolicy: {mode: ALLOW_ANY}
                    accessLogFile: /dev/stdout
                """);

        assertThat(uses)
                .extracting(FieldUse::path)
                .containsExactly("outboundTrafficPolicy", "outboundTrafficPolicy.mode");
    }

    private static List<FieldUse> uses(String yaml) {
        Reading reading = ResourceReader.read(List.of(new SourceText("input.yaml", yaml)));
        return Coverage.of(
                reading.resources(),
                ConfigCompiler.compile(reading.resources(), reading.problems(), Yaml.OPTIONS)
                        .problems());
    }
}
