package io.sallyport.explain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sallyport.policy.RequestHead.Form;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GivenRequestTest {

    @Test
    void http_is_a_request_that_is_read() {
        GivenRequest given = GivenRequest.of("PUT", "http://Shop.Example:8080/a%2Fb?c=d", List.of());

        assertThat(given.form()).isEqualTo(Form.HTTP);
        assertThat(given.method()).isEqualTo("PUT");
        assertThat(given.host()).isEqualTo("shop.example");
        assertThat(given.authority()).isEqualTo("Shop.Example:8080");
        assertThat(given.port()).isEqualTo(8080);
        assertThat(given.path()).isEqualTo("/a%2Fb?c=d");
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://shop.example/secret", "HTTPS://shop.example.", "shop.example:443"})
    void https_and_a_bare_authority_are_a_tunnel(String url) {
        GivenRequest given = GivenRequest.of("GET", url, List.of());

        assertThat(given.form()).isEqualTo(Form.TUNNEL);
        assertThat(given.method()).isEqualTo("CONNECT");
        assertThat(given.host()).isEqualTo("shop.example");
        assertThat(given.port()).isEqualTo(443);
        assertThat(given.path()).isEmpty();
    }

    @Test
    void an_ipv6_address_loses_its_brackets_and_a_password_is_not_kept() {
        GivenRequest given = GivenRequest.of("GET", "http://user:secret@[2001:db8::1]/", List.of());

        assertThat(given.host()).isEqualTo("2001:db8::1");
        assertThat(given.toString()).doesNotContain("secret");
    }

    @Test
    void headers_are_found_in_any_case() {
        GivenRequest given = GivenRequest.of(
                "GET",
                "http://shop.example",
                List.of(GivenRequest.Field.parse("X-A: 1"), GivenRequest.Field.parse("x-a:2")));

        assertThat(given.headers("x-A")).containsExactly("1", "2");
        assertThat(given.header("X-a")).isEqualTo("1");
        assertThat(given.header("x-b")).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ftp://shop.example/", "http:///x", "http://", "http://a b/", "/path"})
    void what_names_no_host_is_refused(String url) {
        assertThatThrownBy(() -> GivenRequest.of("GET", url, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("expected:");
    }
}
