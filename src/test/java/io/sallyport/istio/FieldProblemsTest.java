package io.sallyport.istio;

import static io.sallyport.istio.Texts.destinationRule;
import static io.sallyport.istio.Texts.problems;
import static io.sallyport.istio.Texts.serviceEntry;
import static io.sallyport.istio.Texts.virtualService;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What is said, and where, about each kind of mistake in a field. */
class FieldProblemsTest {
    @Test
    void a_misspelt_field_is_pointed_at_with_the_name_that_was_meant() {
        assertThat(problems(virtualService("""
                hosts: [bank.example]
                http:
                - timeuot: 3s
                  connect_timeout: 1s
                  colour: red
                """)))
                .containsExactly(
                        "shop.yaml:7:5: error: spec.http[0].timeuot: unknown field, did you mean timeout?"
                                + " [unknown-field]",
                        "shop.yaml:8:5: error: spec.http[0].connect_timeout: unknown field (expected: one of"
                                + " corsPolicy, delegate, directResponse, fault, headers, match, mirror, mirrorPercent,"
                                + " mirrorPercentage, mirror_percent, mirrors, name, redirect, retries, rewrite, route,"
                                + " timeout) [unknown-field]",
                        "shop.yaml:9:5: error: spec.http[0].colour: unknown field (expected: one of"
                                + " corsPolicy, delegate, directResponse, fault, headers, match, mirror, mirrorPercent,"
                                + " mirrorPercentage, mirror_percent, mirrors, name, redirect, retries, rewrite, route,"
                                + " timeout) [unknown-field]");
    }

    @Test
    void an_unknown_field_that_holds_a_mapping_is_pointed_at_by_its_key() {
        assertThat(problems(serviceEntry("""
                hosts: [bank.example]
                port:
                  - number: 80
                """)))
                .containsExactly(
                        "shop.yaml:6:3: error: spec.port: unknown field, did you mean ports?" + " [unknown-field]");
    }

    @Test
    void a_bad_duration_names_the_value_and_what_would_be_right() {
        assertThat(problems(virtualService("http: [{timeout: 3x}]")))
                .containsExactly("shop.yaml:5:20: error: spec.http[0].timeout: \"3x\" is not a duration"
                        + " (expected: a number with a unit, such as 3s or 250ms) [bad-duration]");
    }

    @Test
    void a_number_without_unit_is_no_duration() {
        assertThat(problems(virtualService("http: [{timeout: 3}]")))
                .containsExactly("shop.yaml:5:20: error: spec.http[0].timeout: 3 is a number"
                        + " (expected: a number with a unit, such as 3s or 250ms) [bad-duration]");
    }

    @Test
    void a_number_in_quotes_is_no_number() {
        assertThat(problems(serviceEntry("""
                hosts: [bank.example]
                ports: [{number: "443", name: https}]
                """)))
                .containsExactly("shop.yaml:6:20: error: spec.ports[0].number: \"443\" is a string"
                        + " (expected: an integer from 0 to 4294967295) [wrong-type]");
    }

    @Test
    void a_number_a_boolean_or_nothing_is_no_string() {
        assertThat(problems(serviceEntry("""
                hosts: [443, off, ~]
                """)))
                .containsExactly(
                        "shop.yaml:5:11: error: spec.hosts[0]: 443 is a number (expected: a string, such as \"443\")"
                                + " [wrong-type]",
                        "shop.yaml:5:16: error: spec.hosts[1]: off is a boolean (expected: a string, such as \"off\")"
                                + " [wrong-type]",
                        "shop.yaml:5:21: error: spec.hosts[2]: there is no value (expected: a string) [wrong-type]");
    }

    @Test
    void mappings_lists_and_values_are_told_apart() {
        assertThat(problems(virtualService("""
                hosts: bank.example
                http:
                  timeout: 3s
                tls: [[]]
                tcp:
                - route:
                  - destination: bank.example
                """)))
                .containsExactly(
                        "shop.yaml:5:10: error: spec.hosts: \"bank.example\" is a string (expected: a list)"
                                + " [wrong-type]",
                        "shop.yaml:6:3: error: spec.http: this is a mapping (expected: a list) [wrong-type]",
                        "shop.yaml:8:9: error: spec.tls[0]: this is a list (expected: a mapping) [wrong-type]",
                        "shop.yaml:11:20: error: spec.tcp[0].route[0].destination: \"bank.example\" is a string"
                                + " (expected: a mapping) [wrong-type]");
    }

    @Test
    void a_field_without_value_is_not_taken_for_absent() {
        assertThat(problems(virtualService("""
                http:
                - timeout:
                  route: null
                """)))
                .containsExactly(
                        "shop.yaml:6:5: error: spec.http[0].timeout: there is no value"
                                + " (expected: a number with a unit, such as 3s or 250ms) [wrong-type]",
                        "shop.yaml:7:12: error: spec.http[0].route: there is no value (expected: a list)"
                                + " [wrong-type]");
    }

    @Test
    void null_is_absent_where_the_schema_allows_null() {
        assertThat(problems(destinationRule("""
                host: bank.example
                trafficPolicy: {tls: {mode: SIMPLE, insecureSkipVerify: null}}
                """))).isEmpty();
    }

    @Test
    void a_value_outside_an_enumeration_is_answered_with_all_values() {
        assertThat(problems(serviceEntry("""
                hosts: [bank.example]
                location: mesh_external
                """)))
                .containsExactly("shop.yaml:6:13: error: spec.location: \"mesh_external\" is not allowed here"
                        + " (expected: one of MESH_EXTERNAL, MESH_INTERNAL) [bad-enum]");
    }

    @Test
    void integers_are_held_to_the_range_of_their_type() {
        assertThat(problems(destinationRule("""
                host: bank.example
                trafficPolicy:
                  connectionPool: {tcp: {maxConnections: 2147483648}}
                  outlierDetection: {consecutive5xxErrors: -1, outlierDetectionHttpErrorCodes: [99, 600]}
                  loadBalancer: {consistentHash: {minimumRingSize: 9223372036854775808}}
                """)))
                .containsExactly(
                        "shop.yaml:7:44: error: spec.trafficPolicy.connectionPool.tcp.maxConnections:"
                                + " 2147483648 is out of range (expected: an integer from -2147483648 to 2147483647)"
                                + " [out-of-range]",
                        "shop.yaml:8:46: error: spec.trafficPolicy.outlierDetection.consecutive5xxErrors:"
                                + " -1 is out of range (expected: an integer from 0 to 4294967295) [out-of-range]",
                        "shop.yaml:8:83: error: spec.trafficPolicy.outlierDetection.outlierDetectionHttpErrorCodes[0]:"
                                + " 99 is out of range (expected: an integer from 100 to 599) [out-of-range]",
                        "shop.yaml:8:87: error: spec.trafficPolicy.outlierDetection.outlierDetectionHttpErrorCodes[1]:"
                                + " 600 is out of range (expected: an integer from 100 to 599) [out-of-range]",
                        "shop.yaml:9:54: error: spec.trafficPolicy.loadBalancer.consistentHash.minimumRingSize:"
                                + " 9223372036854775808 is out of range (expected: an integer of 0 or more)"
                                + " [out-of-range]");
    }

    @Test
    void a_fraction_is_no_integer_but_a_whole_number_with_a_point_is() {
        assertThat(problems(virtualService("http: [{retries: {attempts: 1.5}}, {retries: {attempts: 2.0}}]")))
                .containsExactly("shop.yaml:5:31: error: spec.http[0].retries.attempts: 1.5 is not an integer"
                        + " (expected: an integer from -2147483648 to 2147483647) [wrong-type]");
    }

    @Test
    void numbers_have_to_be_finite_and_in_range() {
        assertThat(problems(virtualService("http: [{mirrorPercentage: {value: .inf}}]")))
                .containsExactly("shop.yaml:5:37: error: spec.http[0].mirrorPercentage.value: .inf is out of range"
                        + " (expected: a number) [out-of-range]");
        assertThat(problems(destinationRule("{host: b, trafficPolicy: {retryBudget: {percent: 100.5}}}")))
                .containsExactly("shop.yaml:5:52: error: spec.trafficPolicy.retryBudget.percent: 100.5 is out of range"
                        + " (expected: a number from 0 to 100) [out-of-range]");
    }

    @Test
    void a_word_is_no_boolean_unless_yaml_has_it_as_one() {
        assertThat(problems(virtualService("http: [{match: [{ignoreUriCase: yes}, {ignoreUriCase: \"true\"}]}]")))
                .containsExactly("shop.yaml:5:57: error: spec.http[0].match[1].ignoreUriCase: \"true\" is a string"
                        + " (expected: true or false) [wrong-type]");
    }

    @Test
    void two_fields_that_exclude_each_other_are_reported_at_the_second() {
        assertThat(problems(virtualService("""
                http:
                - match:
                  - uri: {exact: /a, prefix: /b}
                  - uri:
                      prefix: ""
                      regex: ""
                  redirect: {port: 80, derivePort: FROM_REQUEST_PORT}
                """)))
                .containsExactly(
                        "shop.yaml:7:32: error: spec.http[0].match[0].uri.prefix: exact is written too, and one"
                                + " excludes the other (expected: only one of exact, prefix, regex)"
                                + " [conflicting-fields]",
                        "shop.yaml:10:16: error: spec.http[0].match[1].uri.regex: prefix is written too, and one"
                                + " excludes the other (expected: only one of exact, prefix, regex)"
                                + " [conflicting-fields]",
                        "shop.yaml:11:38: error: spec.http[0].redirect.derivePort: port is written too, and one"
                                + " excludes the other (expected: only one of port, derivePort)"
                                + " [conflicting-fields]");
    }

    @Test
    void a_key_written_twice_is_reported_at_the_second_in_fields_and_in_maps() {
        assertThat(problems(virtualService("""
                hosts: [bank.example]
                http:
                - timeout: 3s
                  headers: {request: {set: {x-shop: a, x-shop: b}}}
                  timeout: 5s
                """)))
                .containsExactly(
                        "shop.yaml:8:42: error: spec.http[0].headers.request.set.x-shop: written twice,"
                                + " first in line 8 [duplicate-key]",
                        "shop.yaml:9:5: error: spec.http[0].timeout: written twice, first in line 7 [duplicate-key]");
    }

    @Test
    void missing_fields_are_reported_at_what_should_hold_them() {
        assertThat(problems(serviceEntry("""
                ports:
                - protocol: HTTP
                """)))
                .containsExactly(
                        "shop.yaml:4:1: error: spec.hosts: required field is missing [missing-field]",
                        "shop.yaml:6:5: error: spec.ports[0].number: required field is missing [missing-field]",
                        "shop.yaml:6:5: error: spec.ports[0].name: required field is missing [missing-field]");
    }

    @Test
    void what_lies_below_a_missing_field_is_not_reported_again() {
        assertThat(problems(virtualService("http: [{route: [{weight: 1}]}]")))
                .containsExactly("shop.yaml:5:19: error: spec.http[0].route[0].destination: required field is missing"
                        + " [missing-field]");
    }

    @Test
    void lists_and_texts_are_held_to_the_bounds_of_the_schema() {
        assertThat(problems(serviceEntry("hosts: []\naddresses: [%s]".formatted("1".repeat(60) + ".2.3.4"))))
                .containsExactly(
                        "shop.yaml:5:3: error: spec.hosts: the list is empty (expected: at least 1) [too-few-items]",
                        "shop.yaml:6:15: error: spec.addresses[0]: \"" + "1".repeat(60) + ".2.3.4\" is too long"
                                + " (expected: at most 64 characters) [too-long]");
        assertThat(problems(serviceEntry("hosts: [" + "a,".repeat(257) + "]")))
                .containsExactly("shop.yaml:5:3: error: spec.hosts: there are 257 items (expected: at most 256)"
                        + " [too-many-items]");
    }

    @Test
    void labels_with_dots_and_slashes_stay_legible_in_paths() {
        assertThat(problems("""
                apiVersion: networking.istio.io/v1
                kind: DestinationRule
                metadata:
                  name: bank
                  labels: {app.kubernetes.io/part: 1}
                spec: {host: bank}
                """))
                .containsExactly("shop.yaml:5:36: error: metadata.labels[\"app.kubernetes.io/part\"]: 1 is a number"
                        + " (expected: a string, such as \"1\") [wrong-type]");
    }

    @Test
    void bytes_and_times_are_checked_for_their_form() {
        assertThat(problems("""
                apiVersion: networking.istio.io/v1
                kind: VirtualService
                metadata: {name: bank, creationTimestamp: yesterday}
                spec: {http: [{directResponse: {status: 200, body: {bytes: "a b"}}}]}
                """))
                .containsExactly(
                        "shop.yaml:3:43: error: metadata.creationTimestamp: \"yesterday\" is not a time"
                                + " (expected: a time such as 2026-01-31T12:00:00Z) [bad-time]",
                        "shop.yaml:4:60: error: spec.http[0].directResponse.body.bytes: \"a b\" is not base64"
                                + " (expected: base64) [bad-base64]");
    }
}
