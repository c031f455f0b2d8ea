package io.sallyport.istio;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FieldNamesTest {
    @Test
    void the_fields_of_a_service_entry_are_listed_whole() {
        assertThat(FieldNames.of("ServiceEntry"))
                .containsExactly(
                        "metadata",
                        "metadata.annotations",
                        "metadata.creationTimestamp",
                        "metadata.labels",
                        "metadata.name",
                        "metadata.namespace",
                        "spec",
                        "spec.addresses",
                        "spec.endpoints",
                        "spec.endpoints[].address",
                        "spec.endpoints[].labels",
                        "spec.endpoints[].locality",
                        "spec.endpoints[].network",
                        "spec.endpoints[].ports",
                        "spec.endpoints[].serviceAccount",
                        "spec.endpoints[].weight",
                        "spec.exportTo",
                        "spec.hosts",
                        "spec.location",
                        "spec.ports",
                        "spec.ports[].name",
                        "spec.ports[].number",
                        "spec.ports[].protocol",
                        "spec.ports[].targetPort",
                        "spec.resolution",
                        "spec.subjectAltNames",
                        "spec.workloadSelector",
                        "spec.workloadSelector.labels");
    }

    @Test
    void fields_below_lists_and_maps_are_listed_and_both_sides_of_a_choice() {
        assertThat(FieldNames.of("VirtualService"))
                .contains(
                        "spec.http[].match[].headers.*.regex",
                        "spec.http[].route[].destination.port.number",
                        "spec.http[].fault.delay.exponentialDelay",
                        "spec.http[].mirror_percent")
                .hasSize(175);
        assertThat(FieldNames.of("DestinationRule"))
                .contains(
                        "spec.trafficPolicy.loadBalancer.consistentHash.httpCookie.attributes[].name",
                        "spec.subsets[].trafficPolicy.portLevelSettings[].tls.mode")
                .hasSize(370);
    }

    @Test
    void the_fields_of_the_other_kinds_are_listed() {
        assertThat(FieldNames.of("Gateway"))
                .contains("spec.servers[].tls.tlsCertificates[].privateKey", "spec.servers[].port.targetPort")
                .hasSize(39);
        assertThat(FieldNames.of("Sidecar"))
                .contains("spec.egress[].hosts", "spec.outboundTrafficPolicy.egressProxy.port.number")
                .hasSize(99);
        assertThat(FieldNames.of("WorkloadEntry")).contains("spec.address").hasSize(14);
    }

    @Test
    void the_meshs_settings_are_listed_from_their_own_root() {
        assertThat(FieldNames.of("MeshConfig"))
                .contains("outboundTrafficPolicy.mode", "defaultHttpRetryPolicy.retryOn")
                .hasSize(16);
        assertThat(FieldNames.kinds())
                .allSatisfy(kind -> assertThat(FieldNames.of(kind)).isNotEmpty());
    }

    @Test
    void a_kind_that_is_not_read_has_none() {
        assertThat(FieldNames.of("EnvoyFilter")).isEmpty();
    }
}
