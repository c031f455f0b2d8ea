package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.sallyport.exchange.Exchange;
import io.sallyport.policy.Cluster.Discovery;
import io.sallyport.policy.LoadBalancing.HashKey;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RequestHashTest {

    private static final HashKey COOKIE = cookie(null);

    @Test
    void a_header_and_a_query_parameter_are_hashed_by_their_value() {
        assertThat(RequestHash.of(to("/", Map.of("x-user", "alice")), new HashKey.Header("x-user")))
                .isEqualTo(XxHash.of("alice"))
                .isEqualTo(RequestHash.of(to("/rates?a=b&u=alice&u=bob", Map.of()), new HashKey.QueryParameter("u")));
    }

    @Test
    void the_callers_address_is_hashed_without_its_port() {
        assertThat(RequestHash.of(to("/", Map.of()), new HashKey.SourceAddress()))
                .isEqualTo(XxHash.of("127.0.0.1"));
    }

    @Test
    void what_is_absent_has_no_hash() {
        assertThat(RequestHash.of(to("/", Map.of()), new HashKey.Header("x-user")))
                .isEqualTo(RequestHash.NONE);
        assertThat(RequestHash.of(to("/?v=1", Map.of()), new HashKey.QueryParameter("u")))
                .isEqualTo(RequestHash.NONE);
        assertThat(RequestHash.of(to("/", Map.of("cookie", "whose=me")), COOKIE))
                .isEqualTo(RequestHash.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"who=me", "a=b; who=me", "a=b;who=me; c=d", "who=\"me\"", " who=me "})
    void a_cookie_is_found_among_others(String field) {
        assertThat(RequestHash.of(to("/", Map.of("cookie", field)), COOKIE)).isEqualTo(XxHash.of("me"));
    }

    @Test
    void without_a_lifetime_no_cookie_is_made() {
        Exchange exchange = to("/", Map.of());

        RequestHash.of(exchange, COOKIE);

        assertThat(exchange.setCookie).isNull();
    }

    @Test
    void with_one_a_caller_without_the_cookie_is_given_it_and_comes_back_with_the_same_hash() {
        Exchange exchange = to("/", Map.of());

        long hash = RequestHash.of(exchange, cookie(Duration.ofHours(1)));

        assertThat(exchange.setCookie).matches("who=[0-9a-f]+; Max-Age=3600; Path=/; SameSite=Lax; HttpOnly");
        String value = String.valueOf(exchange.setCookie).split(";", 2)[0];
        assertThat(RequestHash.of(to("/", Map.of("cookie", value)), COOKIE)).isEqualTo(hash);
        assertThat(RequestHash.of(exchange, cookie(Duration.ofHours(1))))
                .as("a later try")
                .isEqualTo(hash);
    }

    @Test
    void a_lifetime_of_zero_makes_a_cookie_of_the_session() {
        Exchange exchange = to("/", Map.of());

        RequestHash.of(exchange, cookie(Duration.ZERO));

        assertThat(exchange.setCookie).matches("who=[0-9a-f]+; Path=/; SameSite=Lax; HttpOnly");
    }

    @Test
    void a_caller_with_the_cookie_keeps_it() {
        Exchange exchange = to("/", Map.of("cookie", "who=me"));

        RequestHash.of(exchange, cookie(Duration.ofHours(1)));

        assertThat(exchange.setCookie).isNull();
    }

    private static HashKey cookie(@Nullable Duration ttl) {
        return new HashKey.Cookie("who", "/", ttl, Map.of("SameSite", "Lax"));
    }

    private static Exchange to(String path, Map<String, String> headers) {
        return Exchanges.to(new DefaultEventLoop(), Exchanges.cluster(Discovery.STATIC), path, headers);
    }
}
