package io.sallyport.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.compile.Yaml;
import io.sallyport.policy.Decision;
import io.sallyport.policy.DenialReason;
import io.sallyport.policy.Explanation;
import io.sallyport.policy.RequestHead;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.TestHead;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class DenialExplainerTest {

    private static final String CONFIG = """
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: bank}
            spec:
              hosts: [www.bank.example, api.shop.example, payments.example]
              resolution: DNS
              ports:
              - {number: 80, name: http, protocol: HTTP}
              - {number: 443, name: https, protocol: HTTPS}
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: wild, namespace: other}
            spec:
              hosts: ["*.wild.example"]
              resolution: NONE
              ports: [{number: 80, name: http, protocol: HTTP}]
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: fixed-example-8080}
            spec:
              hosts: [fixed.example]
              addresses: [10.99.0.1]
              resolution: STATIC
              ports: [{number: 80, name: http, protocol: HTTP}]
              endpoints: [{address: 192.0.2.1, ports: {http: 8000}}, {address: "2001:db8::1"}]
            ---
            apiVersion: networking.istio.io/v1
            kind: ServiceEntry
            metadata: {name: alias}
            spec:
              hosts: ["*.alias.example"]
              resolution: DNS
              ports: [{number: 443, name: tls, protocol: TLS}]
              endpoints: [{address: back.example}]
            ---
            apiVersion: networking.istio.io/v1
            kind: VirtualService
            metadata: {name: routes}
            spec:
              hosts: [api.shop.example]
              http:
              - match: [{uri: {prefix: /a}}]
                route: [{destination: {host: nowhere.example}}]
            """;

    private static final Snapshot SNAPSHOT = Yaml.snapshot(CONFIG);

    private static Explanation explain(Snapshot snapshot, RequestHead head, DenialReason reason) {
        Decision decision = snapshot.decide(head, new Random(1));
        assertThat(decision).isInstanceOf(Decision.Deny.class);
        Decision.Deny denial = (Decision.Deny) decision;
        assertThat(denial.reason()).isEqualTo(reason);
        return new DenialExplainer().explain(snapshot, head, denial);
    }

    private static Explanation explain(RequestHead head, DenialReason reason) {
        return explain(SNAPSHOT, head, reason);
    }

    static Stream<Arguments> deniedRequestsThatYamlCanAllow() {
        return Stream.of(
                Arguments.of(TestHead.get("evil.example", 80, "/"), DenialReason.HOST_NOT_LISTED),
                Arguments.of(TestHead.get("evil.example", 8080, "/"), DenialReason.HOST_NOT_LISTED),
                Arguments.of(TestHead.connect("evil.example", 443), DenialReason.HOST_NOT_LISTED),
                Arguments.of(TestHead.connect("evil.example", 5432), DenialReason.HOST_NOT_LISTED),
                Arguments.of(TestHead.get("short", 80, "/"), DenialReason.HOST_NOT_LISTED),
                Arguments.of(TestHead.get("x".repeat(63) + ".example", 80, "/"), DenialReason.HOST_NOT_LISTED),
                Arguments.of(TestHead.get("xn--bcher-kva.example", 80, "/"), DenialReason.HOST_NOT_LISTED),
                Arguments.of(TestHead.get("on.example", 80, "/"), DenialReason.HOST_NOT_LISTED),
                Arguments.of(TestHead.get("1e3.example", 80, "/"), DenialReason.HOST_NOT_LISTED),
                Arguments.of(TestHead.get("wild.example", 80, "/"), DenialReason.HOST_NOT_LISTED),
                Arguments.of(TestHead.get("192.0.2.7", 80, "/"), DenialReason.ADDRESS_NOT_LISTED),
                Arguments.of(TestHead.connect("192.0.2.7", 22), DenialReason.ADDRESS_NOT_LISTED),
                Arguments.of(TestHead.connect("2001:db8::7", 443), DenialReason.ADDRESS_NOT_LISTED),
                Arguments.of(TestHead.get("::ffff:192.0.2.7", 80, "/"), DenialReason.ADDRESS_NOT_LISTED),
                Arguments.of(TestHead.get("www.bank.example", 8080, "/"), DenialReason.PORT_NOT_LISTED),
                Arguments.of(TestHead.connect("www.bank.example", 8443), DenialReason.PORT_NOT_LISTED),
                Arguments.of(TestHead.get("a.wild.example", 8080, "/"), DenialReason.PORT_NOT_LISTED),
                Arguments.of(TestHead.connect("a.wild.example", 443), DenialReason.PORT_NOT_LISTED),
                Arguments.of(TestHead.get("fixed.example", 8080, "/"), DenialReason.PORT_NOT_LISTED),
                Arguments.of(TestHead.get("10.99.0.1", 8080, "/"), DenialReason.PORT_NOT_LISTED),
                Arguments.of(TestHead.get("x.alias.example", 80, "/"), DenialReason.PORT_NOT_LISTED));
    }

    @ParameterizedTest
    @MethodSource("deniedRequestsThatYamlCanAllow")
    void the_remedy_compiles_and_allows_what_was_denied(RequestHead head, DenialReason reason) {
        String remedy = Objects.requireNonNull(explain(head, reason).remedy());

        for (String config : List.of(CONFIG + "---\n" + remedy, remedy + "---\n" + CONFIG)) {
            Snapshot remedied = Yaml.snapshot(config);

            assertThat(remedied.decide(head, new Random(1))).isInstanceOf(Decision.Forward.class);
            assertThat(remedied.decide(TestHead.get("other.test", 80, "/"), new Random(1)))
                    .isEqualTo(new Decision.Deny(DenialReason.HOST_NOT_LISTED, null));
            assertThat(remedied.decide(TestHead.connect(head.host(), 9), new Random(1)))
                    .isInstanceOf(Decision.Deny.class);
            assertThat(remedied.decide(TestHead.get("www.bank.example", 80, "/"), new Random(1)))
                    .as("what was allowed before still is")
                    .isInstanceOf(Decision.Forward.class);
        }
    }

    @Test
    void the_remedy_for_a_host_is_short_and_whole() {
        assertThat(explain(TestHead.connect("evil.example", 443), DenialReason.HOST_NOT_LISTED)
                        .remedy())
                .isEqualTo("""
                        apiVersion: networking.istio.io/v1
                        kind: ServiceEntry
                        metadata:
                          name: evil-example
                        spec:
                          hosts:
                          - "evil.example"
                          location: MESH_EXTERNAL
                          resolution: DNS
                          ports:
                          - number: 443
                            name: https-443
                            protocol: HTTPS
                        """);
    }

    @Test
    void a_port_that_is_added_goes_where_the_others_go() {
        Explanation explanation = explain(TestHead.get("fixed.example", 8080, "/"), DenialReason.PORT_NOT_LISTED);

        assertThat(explanation.title()).isEqualTo("port 8080 of fixed.example is not listed");
        assertThat(explanation.detail())
                .isEqualTo(
                        "ServiceEntry default/fixed-example-8080 (input.yaml:19) lists fixed.example with port 80 (HTTP)."
                                + " Add port 8080 to ServiceEntry default/fixed-example-8080 (input.yaml:19), or apply the entry"
                                + " below beside it.");
        assertThat(explanation.remedy())
                .contains("name: fixed-example-8080-more\n", "resolution: STATIC", "\"192.0.2.1\"", "\"2001:db8::1\"");
    }

    @Test
    void a_host_that_differs_by_a_few_letters_or_www_is_asked_about() {
        assertThat(explain(TestHead.get("paymnets.example", 80, "/"), DenialReason.HOST_NOT_LISTED))
                .extracting(Explanation::nearest, Explanation::detail)
                .containsExactly(
                        "payments.example",
                        "No ServiceEntry lists paymnets.example, and only listed hosts are reachable."
                                + " Did you mean payments.example?");
        assertThat(explain(TestHead.get("bank.example", 80, "/"), DenialReason.HOST_NOT_LISTED)
                        .nearest())
                .isEqualTo("www.bank.example");
        assertThat(explain(TestHead.get("www.payments.example", 80, "/"), DenialReason.HOST_NOT_LISTED)
                        .nearest())
                .isEqualTo("payments.example");
    }

    @Test
    void a_name_below_a_listed_host_is_told_of_wildcards_and_what_they_open() {
        Explanation explanation =
                explain(TestHead.get("very.deep.payments.example", 80, "/"), DenialReason.HOST_NOT_LISTED);

        assertThat(explanation.nearest()).isEqualTo("payments.example");
        assertThat(explanation.detail()).contains("*.payments.example would cover all of them");
    }

    @Test
    void a_host_that_is_near_to_none_gets_no_suggestion() {
        assertThat(explain(TestHead.get("entirely.different.test", 80, "/"), DenialReason.HOST_NOT_LISTED)
                        .nearest())
                .isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a\nevil: true",
                "<script>",
                "a\"b",
                "x: y",
                "a b.example",
                "\u202eevil.example",
                "*",
                "*.example",
                "",
                "-a.example",
                "a..b",
                "{}",
                "%0d%0a",
                "a.example.",
                "ümlaut.example",
                "a_b.example"
            })
    void a_host_that_is_no_name_is_repeated_nowhere(String host) {
        Explanation explanation = explain(TestHead.get(host, 80, "/"), DenialReason.HOST_NOT_LISTED);

        assertThat(explanation.title()).isEqualTo("the host asked for is not a listed host");
        assertThat(explanation.remedy()).isNull();
        assertThat(explanation.nearest()).isNull();
    }

    @Test
    void an_odd_spelling_of_an_address_gets_no_remedy() {
        Explanation explanation = explain(TestHead.get("2130706433", 80, "/"), DenialReason.ADDRESS_NOT_LISTED);

        assertThat(explanation.remedy()).isNull();
        assertThat(explanation.detail()).contains("four decimal numbers");
    }

    @Test
    void the_protocol_of_a_port_is_told_where_it_is_why() {
        assertThat(explain(TestHead.get("www.bank.example", 443, "/"), DenialReason.PORT_NOT_HTTP)
                        .detail())
                .contains("as HTTPS", "https://www.bank.example through CONNECT");
        Snapshot plain = Yaml.snapshot(CONFIG.replace("name: https, protocol: HTTPS", "name: web, protocol: HTTP"));
        assertThat(explain(plain, TestHead.connect("www.bank.example", 443), DenialReason.PORT_NOT_TUNNELLED)
                        .detail())
                .contains("as HTTP.", "http://www.bank.example:443");
        assertThat(explain(TestHead.http("GET", "https", "www.bank.example", 443, "/"), DenialReason.TLS_NOT_ORIGINATED)
                        .title())
                .isEqualTo("https:// needs CONNECT");
    }

    @Test
    void a_missing_route_names_the_path_without_its_query() {
        Explanation explanation =
                explain(TestHead.get("api.shop.example", 80, "/b\r\n?token=secret"), DenialReason.NO_ROUTE);

        assertThat(explanation.detail()).contains("GET /b??").doesNotContain("secret", "\n");
        assertThat(explanation.remedy()).isNull();
    }

    @Test
    void an_unknown_destination_points_to_check() {
        assertThat(explain(TestHead.get("api.shop.example", 80, "/a"), DenialReason.DESTINATION_UNKNOWN)
                        .detail())
                .contains("sallyport check");
    }

    @Test
    @Timeout(30)
    void two_thousand_denials_on_a_large_registry_cost_little() {
        String entries = IntStream.range(0, 20)
                .mapToObj(i -> """
                        {apiVersion: networking.istio.io/v1, kind: ServiceEntry, metadata: {name: e%d}, spec: {hosts: [%s], ports: [{number: 80, name: http, protocol: HTTP}]}}
                        """.formatted(
                                i,
                                IntStream.range(i * 250, i * 250 + 250)
                                        .mapToObj(h -> "host-" + h + "-of-the-shop.example")
                                        .collect(Collectors.joining(", "))))
                .collect(Collectors.joining("---\n"));
        Snapshot snapshot = Yaml.snapshot(entries);

        for (int i = 0; i < 2_000; i++) {
            explain(
                    snapshot,
                    TestHead.get("hots-" + i + "-of-teh-shop.example", 80, "/"),
                    DenialReason.HOST_NOT_LISTED);
        }
    }
}
