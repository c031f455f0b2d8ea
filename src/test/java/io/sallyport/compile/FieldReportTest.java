package io.sallyport.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.istio.Problem;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldReportTest {

    private static final String SITE = Yaml.serviceEntry(
            "hosts: [shop.example]\nports: [{number: 80, name: http, protocol: HTTP}]\n" + "resolution: DNS");

    @Test
    void what_is_ignored_is_warned_of_with_file_line_and_reason() {
        assertThat(told(Yaml.destinationRule("host: shop.example\ntrafficPolicy: {proxyProtocol: {version: V2}}")))
                .containsExactly("input.yaml:14:19: warning: spec.trafficPolicy.proxyProtocol: is not enforced:"
                        + " the server sees our address [not-enforced]");
    }

    @Test
    void a_value_that_asks_for_nothing_is_not() {
        assertThat(told(Yaml.destinationRule("""
                host: shop.example
                trafficPolicy:
                  connectionPool: {http: {useClientProtocol: false, h2UpgradePolicy: DO_NOT_UPGRADE}}
                """))).isEmpty();
    }

    @Test
    void what_is_approximated_is_noted_once_a_resource() {
        String route = "- route: [{destination: {host: shop.example}}]\n";

        assertThat(told(Yaml.virtualService("hosts: [shop.example]\ntcp:\n" + route + route)))
                .filteredOn(line -> line.endsWith("[approximated]"))
                .containsExactly("input.yaml:14:3: note: spec.tcp: the address and port that are compared are those"
                        + " that CONNECT names, or that a captured connection was going to [approximated]");
    }

    @Test
    void where_a_check_said_more_nothing_is_added() {
        assertThat(told(Yaml.virtualService("""
                hosts: [shop.example]
                http:
                - match: [{sourceLabels: {app: x}}]
                  route: [{destination: {host: shop.example}}]
                """)))
                .containsExactly("input.yaml:15:14: warning: spec.http[0].match[0].sourceLabels: the labels of"
                        + " callers are not known (workload-labels), so the match never holds [not-enforced]");
    }

    @Test
    void what_has_no_effect_as_a_whole_is_not_taken_apart() {
        String gateway = Yaml.resource(
                "Gateway",
                "edge",
                "selector: {istio: egress}\nservers: [{bind: 192.0.2.1, hosts: ['*'],"
                        + " port: {number: 80, name: http, protocol: HTTP}}]");

        assertThat(told(gateway)).isEmpty();
    }

    private static List<String> told(String yaml) {
        return Yaml.compile(SITE + yaml).problems().stream()
                .filter(problem ->
                        problem.code().equals("not-enforced") || problem.code().equals("approximated"))
                .map(Problem::line)
                .toList();
    }
}
