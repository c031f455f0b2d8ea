package io.sallyport.cli.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.istio.Problem;
import io.sallyport.istio.Problem.Severity;
import io.sallyport.istio.Where;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SecretsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization",
                "Proxy-Authorization",
                "cookie",
                "Set-Cookie",
                "x-api-key",
                "X-Session-Token",
                "tokens",
                "client_secret",
                "password"
            })
    void names_of_secrets_are_known_in_any_case(String name) {
        assertThat(Secrets.isName(name)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"httpCookie", "host", "key", "keyboard", "authority", "privateKey", "x-cookie-policy"})
    void other_names_are_none(String name) {
        assertThat(Secrets.isName(name)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "authorization: Bearer hunter2",
                "- {set: {Authorization: hunter2, x: y}}",
                "{\"x-api-key\":\"hunter2\"}",
                "'x-token': hunter2",
                "cookie: |",
                "# token: hunter2"
            })
    void a_line_is_hidden_from_the_value_on(String line) {
        int hidden = Secrets.hiddenFrom(new SourceLines(line), 1);

        assertThat(line.substring(0, hidden)).doesNotContain("hunter2").contains(":");
        assertThat(hidden).isLessThanOrEqualTo(line.length());
    }

    @Test
    void lines_below_the_name_are_hidden_whole_and_lines_after_it_are_not() {
        SourceLines lines = new SourceLines("""
                headers:
                  x-token: >
                    one

                      two
                  y: three
                """);

        assertThat(Secrets.hiddenFrom(lines, 3)).isEqualTo(4);
        assertThat(Secrets.hiddenFrom(lines, 5)).isEqualTo(6);
        assertThat(Secrets.hiddenFrom(lines, 6)).isGreaterThan("  y: three".length());
        assertThat(Secrets.hiddenFrom(lines, 1)).isGreaterThan("headers:".length());
    }

    @Test
    @Timeout(10)
    void no_line_takes_long() {
        String endless = "a.".repeat(500_000) + "\"'".repeat(100_000) + " ".repeat(500_000);

        assertThat(Secrets.hiddenFrom(new SourceLines(endless), 1)).isGreaterThan(endless.length());
        assertThat(Secrets.hiddenFrom(new SourceLines(endless + "\n  x: y"), 2)).isEqualTo(2);
    }

    @Test
    void a_problem_with_a_secret_loses_quotations_and_value() {
        Problem problem = problem("spec.http[0].headers.request.set[\"x.token\"]");

        Problem without = Secrets.without(problem);

        assertThat(without.message()).isEqualTo("[redacted] and [redacted] are wrong");
        assertThat(without.expected()).isEqualTo("such as [redacted]");
        assertThat(without.value()).isEqualTo("[redacted]");
    }

    @Test
    void a_problem_without_one_stays_as_it_is() {
        Problem problem = problem("spec.hosts[0]");

        assertThat(Secrets.without(problem)).isSameAs(problem);
    }

    private static Problem problem(String path) {
        Where where = Where.of("a.yaml", 1, 1, path);
        return new Problem(
                Severity.ERROR, "x", where, "", "4711", "\"hunter\\\"2\" and 4711 are wrong", "such as \"4711\"");
    }
}
