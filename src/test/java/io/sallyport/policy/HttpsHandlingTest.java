package io.sallyport.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HttpsHandlingTest {

    private static final String HOST = "bank.example";
    private static final UpstreamTls TLS = new UpstreamTls(null, List.of(), null, null, null, null, true);

    private static Service service(ServicePort port) {
        return new Service(HOST, "shop", "bank", "bank.yaml:1", List.of(port));
    }

    private static Cluster cluster(ServicePort port, @Nullable UpstreamTls tls) {
        ClusterSettings settings =
                new ClusterSettings(null, ConnectionLimits.DEFAULT, LoadBalancing.DEFAULT, null, tls, null, null);
        return new Cluster(
                "outbound|443||" + HOST, service(port), Cluster.Discovery.STATIC, List.of(), 0, List.of(), settings);
    }

    private static Decision decide(PortPolicy policy, TestHead head) {
        VirtualHost host = new VirtualHost(HOST, service(policy.port()), Map.of(443, policy));
        return new Snapshot(OutboundPolicy.REGISTRY_ONLY, new HostIndex<>(Map.of(HOST, host)))
                .decide(head, new Random(1));
    }

    private static PortPolicy policy(HttpsHandling handling, Protocol protocol, @Nullable UpstreamTls tls) {
        ServicePort port = new ServicePort(443, "https", protocol, 443, handling);
        return new PortPolicy(port, List.of(), cluster(port, tls), RetryPolicy.DEFAULT);
    }

    private static PortPolicy policy(HttpsHandling handling) {
        return policy(handling, Protocol.HTTPS, handling == HttpsHandling.TUNNEL ? null : TLS);
    }

    private static Decision.Deny denied(PortPolicy policy, DenialReason reason) {
        return new Decision.Deny(reason, service(policy.port()));
    }

    private static final TestHead PLAIN = TestHead.get(HOST, 443, "/");
    private static final TestHead SECURE = TestHead.http("GET", "https", HOST, 443, "/");
    private static final TestHead CONNECT = TestHead.connect(HOST, 443);

    @Test
    void a_tunnelled_port_takes_connect_alone() {
        PortPolicy policy = policy(HttpsHandling.TUNNEL);

        assertThat(decide(policy, CONNECT)).isInstanceOf(Decision.Forward.class);
        assertThat(decide(policy, PLAIN)).isEqualTo(denied(policy, DenialReason.PORT_NOT_HTTP));
        assertThat(decide(policy, SECURE)).isEqualTo(denied(policy, DenialReason.TLS_NOT_ORIGINATED));
    }

    @Test
    void an_originating_port_takes_requests_of_both_schemes_with_retries_and_no_connect() {
        PortPolicy policy = policy(HttpsHandling.ORIGINATE);

        assertThat(decide(policy, PLAIN))
                .isEqualTo(new Decision.Forward(cluster(policy.port(), TLS), null, null, RetryPolicy.DEFAULT));
        assertThat(decide(policy, SECURE)).isEqualTo(decide(policy, PLAIN));
        assertThat(decide(policy, CONNECT)).isEqualTo(denied(policy, DenialReason.PORT_NOT_TUNNELLED));
    }

    @Test
    void an_intercepted_port_takes_connect_and_the_requests_inside() {
        PortPolicy policy = policy(HttpsHandling.INTERCEPT);

        assertThat(decide(policy, CONNECT)).isEqualTo(new Decision.Intercept(service(policy.port()), policy.port()));
        assertThat(decide(policy, SECURE)).isInstanceOf(Decision.Forward.class);
        assertThat(decide(policy, PLAIN)).isEqualTo(denied(policy, DenialReason.PORT_NOT_HTTP));
    }

    @Test
    void https_is_sent_where_a_rule_has_tls_begun_on_an_http_port() {
        assertThat(decide(policy(HttpsHandling.TUNNEL, Protocol.HTTP, TLS), SECURE))
                .isInstanceOf(Decision.Forward.class);
    }

    @Test
    void https_never_goes_on_in_the_clear_though_the_port_takes_requests() {
        PortPolicy policy = policy(HttpsHandling.TUNNEL, Protocol.HTTP, null);

        assertThat(decide(policy, SECURE)).isEqualTo(denied(policy, DenialReason.TLS_NOT_ORIGINATED));
        assertThat(decide(policy, PLAIN)).isInstanceOf(Decision.Forward.class);
    }

    @Test
    void https_whose_route_leads_to_plain_http_is_denied() {
        PortPolicy origin = policy(HttpsHandling.ORIGINATE);
        Decision.Forward plain = new Decision.Forward(cluster(origin.port(), null), "bank/0", null, RetryPolicy.NONE);
        RouteAction send = new RouteAction.Send(List.of(new WeightedDestination(plain, 1)));
        PortPolicy policy = origin.withRoutes(List.of(new HttpRoute("bank/0", List.of(), send)));

        assertThat(decide(policy, SECURE)).isEqualTo(denied(policy, DenialReason.TLS_NOT_ORIGINATED));
    }

    @Test
    void a_tunnel_carries_what_the_port_asks_of_its_first_bytes_and_of_its_time() {
        TunnelRules rules = new TunnelRules(true, true);
        PortPolicy policy = policy(HttpsHandling.TUNNEL).withTunnel(rules).withTunnelTimeout(Duration.ofSeconds(3));

        Decision.Forward forward = (Decision.Forward) decide(policy, CONNECT);

        assertThat(forward.tunnel()).isEqualTo(rules);
        assertThat(forward.timeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(forward.retries()).isEqualTo(RetryPolicy.NONE);
    }

    @Test
    void a_tunnel_that_a_route_takes_carries_them_too() {
        TunnelRules rules = new TunnelRules(true, false);
        PortPolicy port = policy(HttpsHandling.TUNNEL).withTunnel(rules);
        Decision.Forward routed =
                new Decision.Forward(cluster(port.port(), null), "bank/tls[0]", null, RetryPolicy.NONE);
        TunnelRoute route = new TunnelRoute("bank/tls[0]", "", List.of(), List.of(new WeightedDestination(routed, 0)));

        Decision.Forward forward = (Decision.Forward) decide(port.withTunnelRoutes(List.of(route)), CONNECT);

        assertThat(forward.route()).isEqualTo("bank/tls[0]");
        assertThat(forward.tunnel()).isEqualTo(rules);
    }
}
