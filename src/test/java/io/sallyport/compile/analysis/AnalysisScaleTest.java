package io.sallyport.compile.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.compile.Yaml;
import io.sallyport.istio.Problem;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Ten thousand of each: with work that grows by the square, each of these would take minutes. */
@Timeout(60)
class AnalysisScaleTest {

    private static final int MANY = 10_000;

    @Test
    void resources_that_do_not_conflict_are_not_compared_with_each_other() {
        assertThat(codes(many(i -> entry(i, "h" + i + ".example"))
                        + many(i -> routes(i, "h" + i + ".example"))
                        + many(i -> rule(i, "h" + i + ".example"))))
                .isEmpty();
    }

    @Test
    void resources_that_all_conflict_are_each_told_once_of_one_other() {
        String yaml = many(i -> entry(i, "shop.example")) + many(i -> routes(i, "shop.example"));

        assertThat(codes(yaml)).hasSizeBetween(MANY - 1, 2 * MANY).contains("duplicate-host", "shadowed");
    }

    @Test
    void rules_of_one_path_are_compared_with_the_first_few_only() {
        String rules = IntStream.range(0, MANY / 2)
                .mapToObj(i -> "- {match: [{uri: {prefix: /a}, headers: {x-user: {exact: u" + i
                        + "}}}], route: [{destination: {host: h1.example}}]}")
                .collect(Collectors.joining("\n"));

        assertThat(codes(entry(1, "h1.example")
                        + Yaml.virtualService("hosts: [h1.example]\nhttp:\n" + rules
                                + "\n- {match: [{uri: {prefix: /a/b}, headers: {x-user: {exact: u0}}}],"
                                + " route: [{destination: {host: h1.example}}]}")))
                .containsExactly("unreachable-route", "ineffective-match");
    }

    @Test
    void long_paths_with_many_prefixes_are_looked_up_and_not_compared() {
        String rules = IntStream.rangeClosed(1, 2_000)
                .mapToObj(i -> "- {match: [{uri: {prefix: /" + "a".repeat(2_001 - i)
                        + "}}], route: [{destination: {host: h1.example}}]}")
                .collect(Collectors.joining("\n"));

        assertThat(codes(entry(1, "h1.example") + Yaml.virtualService("hosts: [h1.example]\nhttp:\n" + rules)))
                .isEmpty();
    }

    private static List<String> codes(String yaml) {
        return Yaml.compile(yaml, Yaml.OPTIONS).problems().stream()
                .map(Problem::code)
                .filter(code -> !code.equals("not-enforced"))
                .toList();
    }

    private static String many(IntFunction<String> resource) {
        return IntStream.range(0, MANY).mapToObj(resource).collect(Collectors.joining());
    }

    private static String entry(int number, String host) {
        return document(
                "ServiceEntry",
                number,
                "hosts: [" + host + "], resolution: DNS, ports: [{number: 80, name: http, protocol: HTTP}]");
    }

    private static String routes(int number, String host) {
        return document(
                "VirtualService",
                number,
                "hosts: [" + host + "], http: [{timeout: 3s, route: [{destination: {host: " + host + "}}]}]");
    }

    private static String rule(int number, String host) {
        return document(
                "DestinationRule",
                number,
                "host: " + host + ", trafficPolicy: {connectionPool: {tcp: {connectTimeout: 1s}}}");
    }

    private static String document(String kind, int number, String spec) {
        return "{apiVersion: networking.istio.io/v1, kind: " + kind + ", metadata: {name: n" + number + "}, spec: {"
                + spec + "}}\n---\n";
    }
}
