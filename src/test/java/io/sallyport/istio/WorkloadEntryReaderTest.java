package io.sallyport.istio;

import static io.sallyport.istio.Texts.only;
import static io.sallyport.istio.Texts.problems;
import static io.sallyport.istio.Texts.resource;
import static io.sallyport.istio.Texts.told;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WorkloadEntryReaderTest {
    @Test
    void every_field_is_read() {
        var workload = only(WorkloadEntry.class, resource("WorkloadEntry", """
                address: 192.0.2.1
                ports: {http: 8080}
                labels: {app: bank}
                network: net
                locality: eu/de
                weight: 3
                serviceAccount: account
                """));

        assertThat(workload.title()).isEqualTo("WorkloadEntry shop/bank");
        assertThat(told(workload.endpoint()))
                .isEqualTo("Endpoint[address=192.0.2.1, ports={http=8080}, labels={app=bank}, network=net,"
                        + " locality=eu/de, weight=3, serviceAccount=account]");
        assertThat(workload.endpoint().where().field("address").position()).isEqualTo("shop.yaml:5:12");
    }

    @Test
    void what_has_no_spec_is_refused() {
        assertThat(problems("""
                apiVersion: networking.istio.io/v1
                kind: WorkloadEntry
                metadata: {name: bank}
                """))
                .containsExactly("shop.yaml:1:1: error: spec: required field is missing [missing-field]");
    }

    @Test
    void a_misspelt_field_is_unknown() {
        assertThat(problems(resource("WorkloadEntry", "address: 192.0.2.1\nadress: 192.0.2.1")))
                .containsExactly(
                        "shop.yaml:6:3: error: spec.adress: unknown field, did you mean address? [unknown-field]");
    }
}
