package io.sallyport.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.istio.ConnectionPoolSettings.H2UpgradePolicy;
import io.sallyport.policy.Protocol;
import io.sallyport.policy.UpstreamHttp.Version;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamHttpCompilerTest {

    @ParameterizedTest
    @CsvSource({
        // Nothing is said.
        "HTTP, , false, false, HTTP1",
        "HTTP_PROXY, , false, false, HTTP1",
        "HTTP2, , false, false, HTTP2",
        "GRPC, , false, false, HTTP2",
        "GRPC_WEB, , false, false, HTTP2",
        "SNIFFED, , false, false, CLIENT",
        // TLS is begun here.
        "HTTP, , false, true, NEGOTIATED",
        "HTTPS, , false, true, NEGOTIATED",
        "SNIFFED, , false, true, NEGOTIATED",
        "GRPC, , false, true, HTTP2",
        // A rule says so.
        "HTTP, UPGRADE, false, false, HTTP2",
        "HTTP, UPGRADE, false, true, HTTP2",
        "HTTP, DEFAULT, false, true, NEGOTIATED",
        "HTTP, DO_NOT_UPGRADE, false, true, HTTP1",
        "SNIFFED, DO_NOT_UPGRADE, false, false, HTTP1",
        "HTTP2, DO_NOT_UPGRADE, false, false, HTTP2",
        "HTTP, , true, false, CLIENT",
        "GRPC, , true, true, CLIENT"
    })
    void theVersionIsChosenInIstiosOrder(
            Protocol protocol,
            @Nullable H2UpgradePolicy upgrade,
            boolean clients,
            boolean negotiable,
            Version version) {
        assertThat(UpstreamHttpCompiler.version(protocol, upgrade, clients, negotiable))
                .isEqualTo(version);
    }

    @Test
    void streamsAreUnboundedUnlessARuleBoundsThem() {
        assertThat(UpstreamHttpCompiler.streams(null)).isEqualTo(Integer.MAX_VALUE);
        assertThat(UpstreamHttpCompiler.streams(0)).isEqualTo(Integer.MAX_VALUE);
        assertThat(UpstreamHttpCompiler.streams(7)).isEqualTo(7);
    }
}
