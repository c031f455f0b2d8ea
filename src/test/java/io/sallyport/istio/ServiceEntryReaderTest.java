package io.sallyport.istio;

import static io.sallyport.istio.Texts.only;
import static io.sallyport.istio.Texts.serviceEntry;
import static io.sallyport.istio.Texts.told;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.api.Test;

class ServiceEntryReaderTest {
    @Test
    void every_field_is_read() {
        var entry = only(ServiceEntry.class, serviceEntry("""
                hosts: [bank.example, "*.bank.example"]
                addresses: [192.0.2.1, 198.51.100.0/24]
                ports:
                - {number: 443, name: https, protocol: TLS, targetPort: 8443}
                - {number: 80, name: http}
                location: MESH_EXTERNAL
                resolution: DNS_ROUND_ROBIN
                endpoints:
                - address: one.bank.example
                  ports: {https: 9443}
                  labels: {tier: gold}
                  network: net
                  locality: eu/de
                  weight: 4294967295
                  serviceAccount: account
                - {}
                workloadSelector: {labels: {app: bank}}
                exportTo: [".", other]
                subjectAltNames: [san.example]
                """));

        assertThat(entry.title()).isEqualTo("ServiceEntry shop/bank");
        assertThat(entry.hosts()).containsExactly("bank.example", "*.bank.example");
        assertThat(entry.addresses()).containsExactly("192.0.2.1", "198.51.100.0/24");
        assertThat(told(entry.ports()))
                .isEqualTo("[Port[number=443, name=https, protocol=TLS, targetPort=8443],"
                        + " Port[number=80, name=http, protocol=null, targetPort=null]]");
        assertThat(entry.location()).isEqualTo(ServiceEntry.Location.MESH_EXTERNAL);
        assertThat(entry.resolution()).isEqualTo(ServiceEntry.Resolution.DNS_ROUND_ROBIN);
        assertThat(told(entry.endpoints()))
                .isEqualTo("[Endpoint[address=one.bank.example, ports={https=9443}, labels={tier=gold}, network=net,"
                        + " locality=eu/de, weight=4294967295, serviceAccount=account],"
                        + " Endpoint[address=null, ports={}, labels={}, network=null,"
                        + " locality=null, weight=null, serviceAccount=null]]");
        assertThat(told(entry.workloadSelector())).isEqualTo("WorkloadSelector[labels={app=bank}]");
        assertThat(entry.exportTo()).containsExactly(".", "other");
        assertThat(entry.subjectAltNames()).containsExactly("san.example");
    }

    @Test
    void nothing_is_added_to_what_is_absent() {
        var entry = only(ServiceEntry.class, serviceEntry("hosts: [bank.example]"));

        assertThat(told(entry))
                .endsWith("hosts=[bank.example], addresses=[], ports=[], location=null, resolution=null,"
                        + " endpoints=[], workloadSelector=null, exportTo=[], subjectAltNames=[]]");
    }

    @Test
    void metadata_is_read() {
        var entry = only(ServiceEntry.class, """
                apiVersion: networking.istio.io/v1beta1
                kind: ServiceEntry
                metadata:
                  name: bank
                  labels: {b: "2", a: "1"}
                  annotations: {note: text}
                  creationTimestamp: "2026-01-31T13:00:00+01:00"
                spec: {hosts: [bank.example]}
                """);

        assertThat(told(entry.metadata()))
                .isEqualTo("Metadata[name=bank, namespace=null, labels={b=2, a=1}, annotations={note=text},"
                        + " creationTimestamp=2026-01-31T12:00:00Z]");
        assertThat(entry.metadata().creationTimestamp()).isEqualTo(Instant.parse("2026-01-31T12:00:00Z"));
        assertThat(entry.title()).isEqualTo("ServiceEntry bank");
    }
}
