package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamProxyTest {

    @Test
    void hostAndPortAreReadAndThePortMayBeLeftOut() {
        UpstreamProxy proxy = UpstreamProxy.parse("http://Proxy.Corp.example:8080/", List.of());

        assertThat(proxy.host()).isEqualTo("proxy.corp.example");
        assertThat(proxy.port()).isEqualTo(8080);
        assertThat(proxy.authorization()).isNull();
        assertThat(UpstreamProxy.parse("http://proxy.corp.example", List.of()).port())
                .isEqualTo(3128);
        assertThat(UpstreamProxy.parse("http://[2001:db8::1]:1", List.of()).host())
                .isEqualTo("2001:db8::1");
    }

    @Test
    void credentialsAreDecodedAndNeverShown() {
        UpstreamProxy proxy = UpstreamProxy.parse("http://us%40er:p%3Aa+ss@proxy.example:1", List.of());

        assertThat(proxy.authorization())
                .isEqualTo(
                        "Basic " + Base64.getEncoder().encodeToString("us@er:p:a+ss".getBytes(StandardCharsets.UTF_8)));
        assertThat(proxy).hasToString("http://proxy.example:1");
    }

    @ParameterizedTest
    @CsvSource({
        "proxy.example:3128, has not the scheme http",
        "https://user:secret@proxy.example, has not the scheme http",
        "http://user:secret@proxy.example/path, has more than a host and a port",
        "http://user:secret@proxy.example:99999, has a port that is none",
        "http://user:sec%ret@proxy.example, is not a URL",
        "'http://user:secret@pro xy.example', is not a URL",
        "http:///, has no host",
    })
    void whatIsNotOfItsShapeIsRefusedWithoutRepeatingIt(String url, String why) {
        assertThatThrownBy(() -> UpstreamProxy.parse(url, List.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("upstream-proxy " + why + " (expected: http://[USER:PASSWORD@]HOST[:PORT])")
                .hasNoCause();
    }

    @ParameterizedTest
    @CsvSource({
        "corp.example, corp.example, true",
        "corp.example, api.corp.example, true",
        ".corp.example, corp.example, true",
        "*.corp.example, api.corp.example, true",
        "corp.example, notcorp.example, false",
        "CORP.example, corp.example., true",
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.1.2.3, false",
        "10.0.0.0/8, name.example, false",
        "2001:db8::1, 2001:db8::1, true",
        "*, anything.example, true",
    })
    void whatGoesDirectlyIsReadAsCurlReadsIt(String entry, String host, boolean direct) {
        assertThat(NoProxy.parse(List.of(entry)).covers(host)).isEqualTo(direct);
    }

    @Test
    void anEntryThatIsNeitherNameNorAddressIsRefused() {
        assertThatThrownBy(() -> NoProxy.parse(List.of("corp.example:8080")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("no-proxy: \"corp.example:8080\""
                        + " (expected: a name, an address, a range such as 10.0.0.0/8, or *)");
    }
}
