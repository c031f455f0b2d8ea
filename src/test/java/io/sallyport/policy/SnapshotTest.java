package io.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.policy.Decision.Deny;
import io.sallyport.policy.Decision.Forward;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnapshotTest {

    private static final ServicePort HTTP = new ServicePort(80, "http", Protocol.HTTP, 80);
    private static final ServicePort HTTPS = new ServicePort(443, "https", Protocol.HTTPS, 443);
    private static final ServicePort UDP = new ServicePort(53, "dns", Protocol.UDP, 53);
    private static final ServicePort SNIFFED = new ServicePort(9000, "any", Protocol.SNIFFED, 9000);
    private static final Service BANK =
            new Service("bank.example", "shop", "bank", "bank.yaml:1", List.of(HTTP, HTTPS, UDP, SNIFFED));
    private static final Cluster CLUSTER = cluster("outbound|80||bank.example");

    private static Cluster cluster(String name) {
        return new Cluster(
                name,
                BANK,
                Cluster.Discovery.STATIC,
                List.of(),
                0,
                List.of(),
                Cluster.DEFAULT_CONNECT_TIMEOUT,
                Cluster.DEFAULT_IDLE_TIMEOUT);
    }

    private static Snapshot snapshot(OutboundPolicy policy, List<HttpRoute> routes, @Nullable Cluster cluster) {
        Map<Integer, PortPolicy> ports = new HashMap<>();
        for (ServicePort port : BANK.ports()) {
            ports.put(port.number(), new PortPolicy(port, routes, cluster, RetryPolicy.DEFAULT));
        }
        VirtualHost host = new VirtualHost("bank.example", BANK, ports);
        return new Snapshot(
                policy,
                new HostIndex<>(Map.of("bank.example", host, "*.1", host, "*.bank.example", host)),
                new AddressIndex(List.of(new ListedRange(AddressRange.parse("10.0.0.0/8"), host))));
    }

    private static Decision decide(TestHead head) {
        return snapshot(OutboundPolicy.REGISTRY_ONLY, List.of(), CLUSTER).decide(head, new Random(1));
    }

    private static Decision decideOpenly(TestHead head) {
        return snapshot(OutboundPolicy.ALLOW_ANY, List.of(), CLUSTER).decide(head, new Random(1));
    }

    private static DenialReason reason(Decision decision) {
        assertThat(decision).isInstanceOf(Deny.class);
        return ((Deny) decision).reason();
    }

    private static WeightedDestination to(Cluster cluster, int weight) {
        return new WeightedDestination(new Forward(cluster, "bank//", null, RetryPolicy.NONE), weight);
    }

    private static HttpRoute route(String prefix, RouteAction action) {
        HttpMatch match = new HttpMatch(new TextMatch.Prefix(prefix), null, null, null, Map.of(), Map.of(), Map.of());
        return new HttpRoute("bank/" + prefix, List.of(match), action);
    }

    @Test
    void a_listed_host_and_port_is_forwarded_with_istios_default_retries() {
        assertThat(decide(TestHead.get("bank.example", 80, "/")))
                .isEqualTo(new Forward(CLUSTER, null, null, RetryPolicy.DEFAULT));
    }

    @Test
    void a_tunnel_to_a_tls_port_is_forwarded_without_retries_or_timeout() {
        assertThat(decide(TestHead.connect("bank.example", 443)))
                .isEqualTo(new Forward(CLUSTER, null, null, RetryPolicy.NONE));
    }

    @Test
    void an_unlisted_host_is_denied() {
        assertThat(decide(TestHead.get("evil.example", 80, "/")))
                .isEqualTo(new Deny(DenialReason.HOST_NOT_LISTED, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.1", "2001:db8::1", "2130706433", "0x7f.1", "127.1", "192.0.2.01"})
    void an_unlisted_address_is_denied_however_it_is_spelled(String host) {
        assertThat(reason(decide(TestHead.get(host, 80, "/")))).isEqualTo(DenialReason.ADDRESS_NOT_LISTED);
    }

    @Test
    void a_wildcard_for_names_does_not_cover_addresses() {
        assertThat(reason(decide(TestHead.get("192.0.2.1", 80, "/")))).isEqualTo(DenialReason.ADDRESS_NOT_LISTED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"10.1.2.3", "::ffff:10.1.2.3", "::ffff:a01:203"})
    void a_listed_address_is_forwarded_however_ipv6_abbreviates_it(String host) {
        assertThat(decide(TestHead.get(host, 80, "/"))).isInstanceOf(Forward.class);
    }

    @Test
    void an_unlisted_port_is_denied_and_names_the_service() {
        assertThat(decide(TestHead.get("bank.example", 8080, "/")))
                .isEqualTo(new Deny(DenialReason.PORT_NOT_LISTED, BANK));
        assertThat(decide(TestHead.connect("10.0.0.1", 22))).isEqualTo(new Deny(DenialReason.PORT_NOT_LISTED, BANK));
    }

    @Test
    void plain_http_to_a_tls_or_udp_port_is_denied() {
        assertThat(reason(decide(TestHead.get("bank.example", 443, "/")))).isEqualTo(DenialReason.PORT_NOT_HTTP);
        assertThat(reason(decide(TestHead.get("bank.example", 53, "/")))).isEqualTo(DenialReason.PORT_NOT_HTTP);
    }

    @Test
    void a_tunnel_to_an_http_port_is_read_without_tls() {
        assertThat(decide(TestHead.connect("bank.example", 80)))
                .isInstanceOfSatisfying(Decision.Intercept.class, read -> {
                    assertThat(read.hasTls()).isFalse();
                    assertThat(read.port().number()).isEqualTo(80);
                });
    }

    @Test
    void a_tunnel_to_a_udp_port_is_denied() {
        assertThat(reason(decide(TestHead.connect("bank.example", 53)))).isEqualTo(DenialReason.PORT_NOT_TUNNELLED);
    }

    @Test
    void a_port_without_protocol_takes_requests_and_tunnels() {
        assertThat(decide(TestHead.get("bank.example", 9000, "/"))).isInstanceOf(Forward.class);
        assertThat(decide(TestHead.connect("bank.example", 9000))).isInstanceOf(Forward.class);
    }

    @Test
    void tls_that_the_proxy_would_have_to_originate_is_denied() {
        assertThat(reason(decide(TestHead.http("GET", "https", "bank.example", 443, "/"))))
                .isEqualTo(DenialReason.TLS_NOT_ORIGINATED);
        assertThat(reason(decideOpenly(TestHead.http("GET", "https", "other.example", 443, "/"))))
                .isEqualTo(DenialReason.TLS_NOT_ORIGINATED);
    }

    @Test
    void a_request_that_no_route_matches_is_denied_even_where_anything_is_allowed() {
        List<HttpRoute> routes = List.of(route("/a", new RouteAction.Send(List.of())));

        Decision decision = snapshot(OutboundPolicy.ALLOW_ANY, routes, CLUSTER)
                .decide(TestHead.get("bank.example", 80, "/b"), new Random(1));

        assertThat(decision).isEqualTo(new Deny(DenialReason.NO_ROUTE, BANK));
    }

    @Test
    void a_route_without_known_destination_is_denied() {
        List<HttpRoute> routes = List.of(
                route("/none", new RouteAction.Send(List.of())),
                route("/null", new RouteAction.Send(List.of(new WeightedDestination(null, 1)))));
        Snapshot snapshot = snapshot(OutboundPolicy.REGISTRY_ONLY, routes, CLUSTER);

        for (String path : List.of("/none", "/null")) {
            assertThat(reason(snapshot.decide(TestHead.get("bank.example", 80, path), new Random(1))))
                    .isEqualTo(DenialReason.DESTINATION_UNKNOWN);
        }
    }

    @Test
    void a_port_without_cluster_is_denied() {
        Snapshot snapshot = snapshot(OutboundPolicy.REGISTRY_ONLY, List.of(), null);

        assertThat(reason(snapshot.decide(TestHead.get("bank.example", 80, "/"), new Random(1))))
                .isEqualTo(DenialReason.DESTINATION_UNKNOWN);
        assertThat(reason(snapshot.decide(TestHead.connect("bank.example", 443), new Random(1))))
                .isEqualTo(DenialReason.DESTINATION_UNKNOWN);
    }

    @Test
    void the_first_route_that_matches_wins_with_its_timeout_and_retries() {
        Cluster first = cluster("first");
        RetryPolicy retries = new RetryPolicy(
                3, null, RetryPolicy.DEFAULT.conditions(), java.util.Set.of(503), Duration.ofMillis(1), true);
        List<HttpRoute> routes = List.of(
                route(
                        "/a",
                        new RouteAction.Send(List.of(new WeightedDestination(
                                new Forward(first, "bank//a", Duration.ofSeconds(3), retries), 0)))),
                route("/a/b", new RouteAction.Send(List.of(to(CLUSTER, 1)))));

        Decision decision = snapshot(OutboundPolicy.REGISTRY_ONLY, routes, null)
                .decide(TestHead.get("bank.example", 80, "/a/b"), new Random(1));

        assertThat(decision).isEqualTo(new Forward(first, "bank//a", Duration.ofSeconds(3), retries));
    }

    @Test
    void weights_share_requests_and_zero_gets_none() {
        Map<String, Integer> drawn = new HashMap<>();
        List<HttpRoute> routes = List.of(route(
                "/",
                new RouteAction.Send(List.of(to(cluster("three"), 3), to(cluster("none"), 0), to(cluster("one"), 1)))));
        Snapshot snapshot = snapshot(OutboundPolicy.REGISTRY_ONLY, routes, null);
        Random random = new Random(42);

        for (int i = 0; i < 4_000; i++) {
            Forward forward = (Forward) snapshot.decide(TestHead.get("bank.example", 80, "/"), random);
            drawn.merge(forward.cluster().name(), 1, Integer::sum);
        }

        assertThat(drawn).containsOnlyKeys("three", "one");
        assertThat(Objects.requireNonNull(drawn.get("three"))).isBetween(2_850, 3_150);
    }

    @Test
    void weights_that_are_all_zero_lead_nowhere() {
        List<WeightedDestination> none = List.of(to(CLUSTER, 0), to(CLUSTER, 0));

        assertThat(WeightedDestination.pick(none, BANK, new Random(1)))
                .isEqualTo(new Deny(DenialReason.DESTINATION_UNKNOWN, BANK));
    }

    @Test
    void an_unlisted_host_or_port_passes_where_anything_is_allowed() {
        assertThat(decideOpenly(TestHead.get("other.example", 80, "/")))
                .isEqualTo(new Forward(Cluster.PASSTHROUGH, null, null, RetryPolicy.DEFAULT));
        assertThat(decideOpenly(TestHead.connect("bank.example", 22))).isInstanceOf(Forward.class);
        assertThat(decideOpenly(TestHead.get("192.0.2.1", 80, "/"))).isInstanceOf(Forward.class);
    }

    @Test
    void an_odd_spelling_of_an_address_passes_nowhere() {
        assertThat(reason(decideOpenly(TestHead.get("2130706433", 80, "/"))))
                .isEqualTo(DenialReason.ADDRESS_NOT_LISTED);
    }

    @Test
    void a_name_below_a_wildcard_is_listed() {
        assertThat(decide(TestHead.get("a.b.bank.example", 80, "/"))).isInstanceOf(Forward.class);
    }
}
