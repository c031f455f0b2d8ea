package io.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.re2j.Pattern;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HttpMatchTest {

    private static HttpMatch path(TextMatch path) {
        return new HttpMatch(path, null, null, null, Map.of(), Map.of(), Map.of());
    }

    private static HttpMatch headers(Map<String, TextMatch> headers) {
        return new HttpMatch(null, null, null, null, headers, Map.of(), Map.of());
    }

    private static HttpMatch without(Map<String, TextMatch> headers) {
        return new HttpMatch(null, null, null, null, Map.of(), headers, Map.of());
    }

    private static HttpMatch query(String name, TextMatch match) {
        return new HttpMatch(null, null, null, null, Map.of(), Map.of(), Map.of(name, match));
    }

    private static TextMatch regex(String pattern) {
        return new TextMatch.Regex(Pattern.compile(pattern));
    }

    private static TestHead get(String path) {
        return TestHead.get("shop.example", 80, path);
    }

    @Test
    void a_prefix_is_a_prefix_of_characters_and_not_of_segments() {
        HttpMatch match = path(new TextMatch.Prefix("/foo"));

        assertThat(match.matches(get("/foobar"))).isTrue();
        assertThat(match.matches(get("/FOO"))).isFalse();
        assertThat(match.matches(get("/fo"))).isFalse();
    }

    @Test
    void a_path_is_compared_without_its_query() {
        assertThat(path(new TextMatch.Exact("/a")).matches(get("/a?b=c"))).isTrue();
        assertThat(path(regex("/a")).matches(get("/a?b=c"))).isTrue();
        assertThat(path(new TextMatch.Prefix("/a?b")).matches(get("/a?b=c"))).isFalse();
    }

    @Test
    void a_regex_covers_the_whole_path() {
        assertThat(path(regex("/a[0-9]+")).matches(get("/a12"))).isTrue();
        assertThat(path(regex("/a[0-9]+")).matches(get("/a12/b"))).isFalse();
        assertThat(path(regex("a12")).matches(get("/a12"))).isFalse();
    }

    @Test
    void a_hostile_path_costs_a_regex_linear_time() {
        HttpMatch match = path(regex("/(a*)*b"));

        assertThat(match.matches(get("/" + "a".repeat(50_000)))).isFalse();
    }

    @Test
    void case_is_ignored_where_that_is_asked() {
        assertThat(path(new TextMatch.ExactIgnoringCase("/CaSe")).matches(get("/cAsE")))
                .isTrue();
        assertThat(path(new TextMatch.PrefixIgnoringCase("/CaSe")).matches(get("/caseS")))
                .isTrue();
        assertThat(path(new TextMatch.PrefixIgnoringCase("/CaSe")).matches(get("/cas")))
                .isFalse();
    }

    @Test
    void all_conditions_of_one_match_hold_together() {
        HttpMatch match = new HttpMatch(
                new TextMatch.Prefix("/a"),
                new TextMatch.Exact("http"),
                new TextMatch.Exact("POST"),
                new TextMatch.Exact("shop.example"),
                Map.of("x-kind", new TextMatch.Exact("1")),
                Map.of(),
                Map.of("q", new TextMatch.Present()));

        assertThat(match.matches(post("/a?q").with("X-Kind", "1"))).isTrue();
        assertThat(match.matches(post("/a").with("X-Kind", "1"))).isFalse();
        assertThat(match.matches(post("/a?q").with("X-Kind", "2"))).isFalse();
        assertThat(match.matches(post("/b?q").with("X-Kind", "1"))).isFalse();
        assertThat(match.matches(get("/a?q").with("X-Kind", "1"))).isFalse();
        assertThat(match.matches(TestHead.http("POST", "http", "shop.example", 8080, "/a?q")
                        .with("X-Kind", "1")))
                .as("the authority is compared with its port")
                .isFalse();
    }

    private static TestHead post(String path) {
        return TestHead.http("POST", "http", "shop.example", 80, path);
    }

    @Test
    void a_header_that_came_several_times_is_one_text_joined_by_commas() {
        TestHead head = get("/").with("X-Tag", "a").with("x-tag", "b");

        assertThat(headers(Map.of("x-tag", new TextMatch.Exact("a,b"))).matches(head))
                .isTrue();
        assertThat(headers(Map.of("x-tag", new TextMatch.Exact("a"))).matches(head))
                .isFalse();
    }

    @Test
    void presence_needs_the_header_and_no_value() {
        HttpMatch match = headers(Map.of("x-tag", new TextMatch.Present()));

        assertThat(match.matches(get("/").with("x-tag", ""))).isTrue();
        assertThat(match.matches(get("/"))).isFalse();
    }

    @Test
    void an_absent_header_matches_no_value_not_even_by_a_regex_for_anything() {
        assertThat(headers(Map.of("x-tag", regex(".*"))).matches(get("/"))).isFalse();
    }

    @Test
    void an_unwanted_header_keeps_away_only_with_the_unwanted_value() {
        HttpMatch match = without(Map.of("x-tag", new TextMatch.Exact("bad")));

        assertThat(match.matches(get("/"))).isTrue();
        assertThat(match.matches(get("/").with("x-tag", "good"))).isTrue();
        assertThat(match.matches(get("/").with("x-tag", "bad"))).isFalse();
    }

    @Test
    void pseudo_headers_of_http2_are_the_parts_of_the_request_line() {
        assertThat(headers(Map.of(":method", new TextMatch.Exact("GET"))).matches(get("/")))
                .isTrue();
        assertThat(headers(Map.of(":path", new TextMatch.Prefix("/a?"))).matches(get("/a?b")))
                .isTrue();
        assertThat(headers(Map.of(":scheme", new TextMatch.Exact("https"))).matches(get("/")))
                .isFalse();
        assertThat(headers(Map.of("host", new TextMatch.Exact("shop.example")))
                        .matches(get("/").with("Host", "lie.example")))
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "/?k=v, true",
        "/?a=b&k=v, true",
        "/?k=v&k=w, true",
        "/?k=w&k=v, false",
        "/?K=v, false",
        "/?kk=v, false",
        "/?k=%76, false",
        "/?k=v=w, false",
        "/?k, false",
        "/k=v, false",
        "/, false",
    })
    void a_query_parameter_is_the_first_of_its_name_as_it_is_spelled(String asked, boolean matches) {
        assertThat(query("k", new TextMatch.Exact("v")).matches(get(asked))).isEqualTo(matches);
    }

    @Test
    void a_bare_query_parameter_is_empty_and_there() {
        assertThat(query("k", new TextMatch.Exact("")).matches(get("/?k"))).isTrue();
        assertThat(query("k", new TextMatch.Exact("")).matches(get("/?k=&x=1"))).isTrue();
        assertThat(query("k", new TextMatch.Present()).matches(get("/?a&k"))).isTrue();
        assertThat(query("k", new TextMatch.Present()).matches(get("/?a"))).isFalse();
    }
}
