package io.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class CorsRuleTest {

    private static final CorsRule RULE = new CorsRule(
            List.of(new TextMatch.Exact("https://app.example")),
            List.of("GET", "POST"),
            List.of("x-foo", "content-type"),
            List.of("x-bar"),
            Duration.ofHours(24),
            true,
            true);

    private static TestHead preflight(String origin) {
        return TestHead.http("OPTIONS", "http", "shop.example", 80, "/")
                .with("Origin", origin)
                .with("Access-Control-Request-Method", "PUT");
    }

    @Test
    void a_preflight_of_an_allowed_origin_is_answered() {
        Decision.Answer answer = Objects.requireNonNull(RULE.preflight("route", preflight("https://app.example")));

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.headers())
                .isEqualTo(Map.of(
                        "access-control-allow-origin", "https://app.example",
                        "access-control-allow-credentials", "true",
                        "access-control-allow-methods", "GET,POST",
                        "access-control-allow-headers", "x-foo,content-type",
                        "access-control-max-age", "86400"));
    }

    @Test
    void a_preflight_of_a_foreign_origin_is_forwarded_unless_it_is_to_be_ignored() {
        CorsRule ignoring = new CorsRule(RULE.allowOrigins(), List.of(), List.of(), List.of(), null, false, false);

        assertThat(RULE.preflight("route", preflight("https://evil.example"))).isNull();
        assertThat(Objects.requireNonNull(ignoring.preflight("route", preflight("https://evil.example")))
                        .headers())
                .isEmpty();
    }

    @Test
    void what_is_no_preflight_is_forwarded() {
        TestHead plain =
                TestHead.http("OPTIONS", "http", "shop.example", 80, "/").with("Origin", "https://app.example");

        assertThat(RULE.preflight("route", plain)).isNull();
        assertThat(RULE.preflight("route", TestHead.get("shop.example", 80, "/")))
                .isNull();
    }

    @Test
    void a_response_names_the_origin_it_was_asked_from() {
        assertThat(RULE.responseHeaders("https://app.example"))
                .isEqualTo(Map.of(
                        "access-control-allow-origin", "https://app.example",
                        "access-control-allow-credentials", "true",
                        "access-control-expose-headers", "x-bar"));
        assertThat(RULE.responseHeaders("https://evil.example")).isEmpty();
        assertThat(RULE.responseHeaders(null)).isEmpty();
    }

    @Test
    void a_star_allows_every_origin() {
        CorsRule open =
                new CorsRule(List.of(new TextMatch.Exact("*")), List.of(), List.of(), List.of(), null, false, true);

        assertThat(open.allows("https://any.example")).isTrue();
    }

    @Test
    void a_star_alone_allows_the_method_and_the_headers_that_are_asked_for() {
        CorsRule star = new CorsRule(RULE.allowOrigins(), List.of("*"), List.of("*"), List.of("*"), null, true, true);
        TestHead asking = preflight("https://app.example").with("Access-Control-Request-Headers", "x-a, x-b");

        assertThat(Objects.requireNonNull(star.preflight("route", asking)).headers())
                .containsEntry("access-control-allow-methods", "PUT")
                .containsEntry("access-control-allow-headers", "x-a, x-b");
        assertThat(star.responseHeaders("https://app.example")).containsEntry("access-control-expose-headers", "*");
    }

    @Test
    void a_star_among_others_is_sent_as_it_is_written() {
        CorsRule mixed = new CorsRule(RULE.allowOrigins(), List.of("GET", "*"), List.of(), List.of(), null, true, true);

        assertThat(Objects.requireNonNull(mixed.preflight("route", preflight("https://app.example")))
                        .headers())
                .containsEntry("access-control-allow-methods", "GET,*");
    }
}
