package io.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.policy.Decision.Deny;
import io.sallyport.policy.Decision.Forward;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class TunnelRouteTest {

    private static final ServicePort TLS = new ServicePort(443, "tls", Protocol.TLS, 443);
    private static final Service BANK = new Service("*.bank.example", "default", "bank", "bank.yaml:1", List.of(TLS));
    private static final Forward DIRECT = new Forward(cluster("direct"), null, null, RetryPolicy.NONE);
    private static final Forward OTHER = new Forward(cluster("other"), "bank/tls[0]", null, RetryPolicy.NONE);

    private static Cluster cluster(String name) {
        return new Cluster(
                name,
                BANK,
                Cluster.Discovery.DNS,
                List.of(),
                443,
                List.of(),
                Duration.ofSeconds(1),
                Duration.ofSeconds(1));
    }

    private static Decision connect(String host, TunnelRoute... routes) {
        PortPolicy port = new PortPolicy(TLS, List.of(), List.of(routes), DIRECT);
        VirtualHost virtualHost = new VirtualHost("*.bank.example", BANK, Map.of(443, port));
        AddressIndex addresses =
                new AddressIndex(List.of(new ListedRange(AddressRange.parse("192.0.2.0/24"), virtualHost)));
        Snapshot snapshot = new Snapshot(
                OutboundPolicy.REGISTRY_ONLY, new HostIndex<>(Map.of("*.bank.example", virtualHost)), addresses);
        return snapshot.decide(TestHead.connect(host, 443), new Random(1));
    }

    private static TunnelRoute route(@Nullable String serverName, String... subnets) {
        HostIndex<Boolean> names = serverName == null ? null : new HostIndex<>(Map.of(serverName, true));
        List<AddressRange> ranges =
                List.of(subnets).stream().map(AddressRange::parse).toList();
        return new TunnelRoute(
                "bank/tls[0]",
                "bank.yaml:9",
                List.of(new TunnelRoute.Match(names, ranges)),
                List.of(new WeightedDestination(OTHER, 0)));
    }

    @Test
    void without_routes_a_tunnel_goes_to_the_listed_host() {
        assertThat(connect("a.bank.example")).isEqualTo(DIRECT);
    }

    @Test
    void a_server_name_chooses_the_route() {
        assertThat(connect("a.bank.example", route("a.bank.example"))).isEqualTo(OTHER);
        assertThat(connect("b.a.bank.example", route("*.a.bank.example"))).isEqualTo(OTHER);
    }

    @Test
    void where_routes_exist_and_none_matches_it_is_refused() {
        assertThat(connect("b.bank.example", route("a.bank.example"))).isEqualTo(new Deny(DenialReason.NO_ROUTE, BANK));
    }

    @Test
    void an_address_chooses_the_route_by_subnet() {
        assertThat(connect("192.0.2.7", route(null, "192.0.2.0/28"))).isEqualTo(OTHER);
        assertThat(connect("192.0.2.77", route(null, "192.0.2.0/28"))).isEqualTo(new Deny(DenialReason.NO_ROUTE, BANK));
        assertThat(connect("a.bank.example", route(null, "192.0.2.0/28")))
                .isEqualTo(new Deny(DenialReason.NO_ROUTE, BANK));
    }

    @Test
    void a_route_without_matches_takes_all() {
        TunnelRoute all = new TunnelRoute("bank/tcp[0]", "", List.of(), List.of(new WeightedDestination(null, 1)));

        assertThat(connect("a.bank.example", all)).isEqualTo(new Deny(DenialReason.DESTINATION_UNKNOWN, BANK));
    }
}
