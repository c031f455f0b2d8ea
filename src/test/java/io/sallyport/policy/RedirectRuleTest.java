package io.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.policy.RedirectRule.PrefixRewrite;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RedirectRuleTest {

    private static @Nullable String location(RedirectRule rule, TestHead head) {
        return rule.answer("shop/http[0]", head).headers().get("location");
    }

    private static RedirectRule path(String path) {
        return new RedirectRule(301, path, null, null, null, null);
    }

    private static RedirectRule to(@Nullable String authority, @Nullable String scheme, @Nullable Integer port) {
        return new RedirectRule(302, null, null, authority, scheme, port);
    }

    private static TestHead get(String path) {
        return TestHead.get("shop.example", 80, path);
    }

    @Test
    void a_path_replaces_the_path_and_keeps_the_query() {
        assertThat(location(path("/new"), get("/old?q=1"))).isEqualTo("http://shop.example/new?q=1");
    }

    @Test
    void a_path_with_a_query_of_its_own_drops_the_one_asked_for() {
        assertThat(location(path("/new?a=b"), get("/old?q=1"))).isEqualTo("http://shop.example/new?a=b");
    }

    @Test
    void a_prefix_is_replaced_and_what_follows_is_kept() {
        RedirectRule rule = new RedirectRule(301, null, new PrefixRewrite("/foo", "/bar"), null, null, null);

        assertThat(location(rule, get("/foo/baz?q=1"))).isEqualTo("http://shop.example/bar/baz?q=1");
        assertThat(location(rule, get("/foo"))).isEqualTo("http://shop.example/bar");
    }

    @Test
    void the_port_asked_for_is_kept_with_the_authority_it_belongs_to() {
        assertThat(location(path("/n"), TestHead.get("shop.example", 8080, "/")))
                .isEqualTo("http://shop.example:8080/n");
        assertThat(location(to("other.example", null, null), TestHead.get("shop.example", 8080, "/")))
                .isEqualTo("http://other.example/");
    }

    @Test
    void a_port_replaces_the_one_asked_for() {
        assertThat(location(to(null, null, 9090), TestHead.get("shop.example", 8080, "/")))
                .isEqualTo("http://shop.example:9090/");
        assertThat(location(to(null, null, 9090), TestHead.get("2001:db8::1", 80, "/")))
                .isEqualTo("http://[2001:db8::1]:9090/");
        assertThat(location(to(null, null, 9090), TestHead.get("2001:db8::1", 8080, "/")))
                .isEqualTo("http://[2001:db8::1]:9090/");
    }

    @Test
    void the_schemes_own_port_is_left_out() {
        assertThat(location(to(null, "https", 443), get("/a"))).isEqualTo("https://shop.example/a");
        assertThat(location(to(null, "https", 80), get("/a"))).isEqualTo("https://shop.example:80/a");
    }

    @Test
    void the_old_schemes_own_port_is_not_carried_into_the_new_scheme() {
        TestHead spelled = TestHead.get("shop.example", 80, "/a");

        assertThat(location(to(null, "https", null), spelled)).isEqualTo("https://shop.example/a");
        assertThat(location(to(null, "https", null), TestHead.get("shop.example", 8080, "/a")))
                .isEqualTo("https://shop.example:8080/a");
    }

    @Test
    void the_status_is_the_rules() {
        assertThat(to("a.example", null, null).answer("r", get("/")).status()).isEqualTo(302);
    }
}
