package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.policy.Cluster;
import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.ConnectionLimits;
import io.sallyport.policy.LoadBalancing;
import io.sallyport.policy.Service;
import io.sallyport.policy.TunnelProxy;
import io.sallyport.policy.UpstreamTls;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TlsPeerTest {

    @ParameterizedTest
    @CsvSource({
        "bank.example, bank.example",
        "Bank.Example:80, bank.example",
        "bank.example.:8080, bank.example",
        "192.0.2.7:443, 192.0.2.7",
        "[2001:DB8::1]:443, 2001:db8:0:0:0:0:0:1",
        "[2001:db8::1], 2001:db8:0:0:0:0:0:1",
    })
    void without_settings_the_host_without_its_port_is_who_is_meant(String host, String name) {
        TlsPeer peer = peer(tls(null, List.of()), null, host);

        assertThat(peer.name()).isEqualTo(name);
        assertThat(peer.expectedNames()).containsExactly(name);
    }

    @Test
    void an_address_is_expected_and_not_sent() {
        assertThat(peer(tls(null, List.of()), null, "192.0.2.7:443").serverName())
                .isNull();
        assertThat(peer(tls(null, List.of()), null, "bank.example").serverName())
                .isEqualTo("bank.example");
    }

    @Test
    void names_that_are_written_are_expected_instead_of_the_host_which_is_still_sent() {
        TlsPeer peer = peer(tls(null, List.of("spiffe://bank/api")), null, "bank.example");

        assertThat(peer.expectedNames()).containsExactly("spiffe://bank/api");
        assertThat(peer.serverName()).isEqualTo("bank.example");
    }

    @Test
    void an_explicit_sni_is_sent_and_no_name_expected_as_in_istio() {
        TlsPeer peer = peer(tls("API.example", List.of()), null, "bank.example");

        assertThat(peer.serverName()).isEqualTo("api.example");
        assertThat(peer.expectedNames()).isEmpty();
        assertThat(peer).as("the host makes no difference").isEqualTo(peer(tls("API.example", List.of()), null, "x"));
    }

    @Test
    void tls_with_a_proxy_is_with_the_proxys_host() {
        TlsPeer peer = peer(tls(null, List.of()), new TunnelProxy("CONNECT", "far.example", 443), "far.example");

        assertThat(peer.expectedNames()).containsExactly("proxy.example");
    }

    private static TlsPeer peer(UpstreamTls tls, @Nullable TunnelProxy proxy, String host) {
        Cluster cluster = new Cluster(
                "outbound|443||proxy.example",
                new Service("proxy.example", "default", "proxy", "", List.of()),
                Cluster.Discovery.REQUESTED,
                List.of(),
                0,
                List.of(),
                new ClusterSettings(null, ConnectionLimits.DEFAULT, LoadBalancing.DEFAULT, null, tls, proxy, null));
        return Objects.requireNonNull(TlsPeer.of(cluster, host));
    }

    private static UpstreamTls tls(@Nullable String sni, List<String> names) {
        return new UpstreamTls(sni, names, null, null, null, null, true);
    }
}
