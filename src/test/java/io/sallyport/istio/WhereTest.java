package io.sallyport.istio;

import static io.sallyport.istio.Texts.only;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WhereTest {
    private static final VirtualService RULE = only(VirtualService.class, """
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: bank, labels: {a.b/c: d}}
            spec:
              hosts:
              - bank.example
              - "*.bank.example"
              http:
              - timeout: 3s
                match:
                - uri: {prefix: /}
            """);

    @Test
    void a_value_is_placed_at_itself_and_a_mapping_or_list_at_its_key() {
        assertThat(RULE.where()).hasToString("shop.yaml:1:1");
        assertThat(RULE.spec()).hasToString("shop.yaml:4:1: spec");
        assertThat(RULE.spec().field("hosts")).hasToString("shop.yaml:5:3: spec.hosts");
        assertThat(RULE.spec().field("hosts").index(1)).hasToString("shop.yaml:7:5: spec.hosts[1]");
        assertThat(RULE.http().getFirst().where()).hasToString("shop.yaml:9:5: spec.http[0]");
        assertThat(RULE.http().getFirst().where().field("timeout")).hasToString("shop.yaml:9:14: spec.http[0].timeout");
        assertThat(RULE.http().getFirst().match().getFirst().where())
                .hasToString("shop.yaml:11:7: spec.http[0].match[0]");
    }

    @Test
    void what_is_missing_is_placed_at_its_parent_with_its_own_path() {
        var route = RULE.http().getFirst().where();

        assertThat(route.field("retries").field("attempts"))
                .hasToString("shop.yaml:9:5: spec.http[0].retries.attempts");
        assertThat(route.field("route").index(0).field("weight"))
                .hasToString("shop.yaml:9:5: spec.http[0].route[0].weight");
        assertThat(RULE.spec().field("hosts").index(2)).hasToString("shop.yaml:5:3: spec.hosts[2]");
        assertThat(RULE.spec().field("hosts").index(-1)).hasToString("shop.yaml:5:3: spec.hosts[-1]");
    }

    @Test
    void it_knows_what_was_written() {
        assertThat(RULE.spec().has("http")).isTrue();
        assertThat(RULE.spec().has("tls")).isFalse();
        assertThat(RULE.spec().field("tls").has("match")).isFalse();
    }

    @Test
    void labels_are_quoted_in_paths() {
        assertThat(RULE.where().field("metadata").field("labels").field("a.b/c"))
                .hasToString("shop.yaml:3:40: metadata.labels[\"a.b/c\"]");
        assertThat(RULE.where().field("").path()).isEqualTo("[\"\"]");
    }

    @Test
    void a_place_can_be_given_outright() {
        var place = Where.of("shop.yaml", 7, 3, "spec");

        assertThat(place.field("hosts").index(0)).hasToString("shop.yaml:7:3: spec.hosts[0]");
        assertThat(Where.of("shop.yaml").field("hosts")).hasToString("shop.yaml:1:1: hosts");
    }

    @Test
    void places_are_equal_when_they_read_alike() {
        assertThat(RULE.spec())
                .isEqualTo(Where.of("shop.yaml", 4, 1, "spec"))
                .hasSameHashCodeAs(Where.of("shop.yaml", 4, 1, "spec"))
                .isNotEqualTo(RULE.where())
                .isNotEqualTo(Where.of("other.yaml", 4, 1, "spec"));
    }

    @Test
    void what_is_written_below_a_place_is_listed_in_the_order_of_the_file() {
        assertThat(RULE.where().children())
                .extracting(Where::name)
                .containsExactly("apiVersion", "kind", "metadata", "spec");
        assertThat(RULE.spec().field("hosts").children())
                .extracting(Where::toString)
                .containsExactly("shop.yaml:6:5: spec.hosts[0]", "shop.yaml:7:5: spec.hosts[1]");
        assertThat(RULE.spec().field("hosts").index(0).children()).isEmpty();
        assertThat(RULE.spec().field("tls").children()).isEmpty();
        assertThat(RULE.spec().field("tls").name()).isNull();
    }

    @Test
    void values_that_mean_the_same_as_none_are_blank() {
        var fields = only(VirtualService.class, """
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: bank}
                spec: {hosts: [], gateways: [""], exportTo: ["."], http: [{timeout: 3s}]}
                """).spec();

        assertThat(fields.field("hosts").isBlank()).isTrue();
        assertThat(fields.field("gateways").isBlank()).isFalse();
        assertThat(fields.field("gateways").index(0).isBlank()).isTrue();
        assertThat(fields.field("exportTo").index(0).isBlank()).isFalse();
        assertThat(fields.field("http").index(0).isBlank()).isFalse();
        assertThat(fields.field("tls").isBlank()).isFalse();
    }
}
