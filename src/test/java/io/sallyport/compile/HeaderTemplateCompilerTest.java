package io.sallyport.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.policy.HeaderTemplate;
import io.sallyport.policy.TestHead;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HeaderTemplateCompilerTest {

    private static final TestHead HEAD =
            TestHead.get("shop.example", 8080, "/a?b=c").with("X-Id", "abcdef");

    @ParameterizedTest
    @CsvSource({
        "plain, plain",
        "100%%, 100%",
        "\u00e9 %PROTOCOL%, \u00c3\u00a9 HTTP/1.1",
        "%REQ(X-Id)%, abcdef",
        "%REQ(x-id):3%, abc",
        "%REQ(x-none?x-id)%!, abcdef!",
        "%REQ(:path)% of %REQ(:authority)%, /a?b=c of shop.example:8080",
        "%REQ(:METHOD)%, GET",
        "%REQ(x-none)%, ''",
        "%PROTOCOL%, HTTP/1.1",
        "%DOWNSTREAM_REMOTE_ADDRESS%, 192.0.2.9:4711",
        "<%DOWNSTREAM_REMOTE_ADDRESS_WITHOUT_PORT%>, <192.0.2.9>",
    })
    void variables_take_what_the_request_has(String written, String value) {
        HeaderTemplate template = Objects.requireNonNull(HeaderTemplateCompiler.compile(written));

        assertThat(template.render(HEAD, new InetSocketAddress("192.0.2.9", 4711), "HTTP/1.1"))
                .isEqualTo(value);
    }

    @Test
    void an_address_with_colons_gets_brackets_before_its_port() {
        HeaderTemplate template = Objects.requireNonNull(HeaderTemplateCompiler.compile("%DOWNSTREAM_REMOTE_ADDRESS%"));

        assertThat(template.render(HEAD, new InetSocketAddress("2001:db8::1", 1), "HTTP/1.1"))
                .startsWith("[2001:db8:")
                .endsWith("]:1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%UPSTREAM_HOST%", "a %START_TIME(%s)% b", "%REQ%", "50% off", "%"})
    void what_is_not_known_is_no_template(String written) {
        assertThat(HeaderTemplateCompiler.compile(written)).isNull();
    }
}
