package io.sallyport.compile;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.policy.Decision;
import io.sallyport.policy.DenialReason;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.TestHead;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What requests meet where a Sidecar applies. */
class SidecarTest {

    private static final String SITES = Yaml.serviceEntry("""
            hosts: [shop.example, bank.example]
            resolution: DNS
            ports: [{number: 80, name: http, protocol: HTTP}, {number: 81, name: more, protocol: HTTP}]
            """);

    @Test
    void a_host_that_is_not_shown_is_denied_as_if_no_entry_listed_it() {
        Snapshot snapshot = snapshot("egress: [{hosts: [./shop.example]}]");

        assertThat(decide(snapshot, "shop.example", 80)).isInstanceOf(Decision.Forward.class);
        assertThat(denial(snapshot, "bank.example", 80)).isEqualTo(DenialReason.HOST_NOT_LISTED);
    }

    @Test
    void a_port_that_no_listener_shows_is_denied_as_not_listed() {
        Snapshot snapshot = snapshot("egress: [{port: {number: 81, protocol: HTTP}, hosts: [./*]}]");

        assertThat(decide(snapshot, "shop.example", 81)).isInstanceOf(Decision.Forward.class);
        assertThat(denial(snapshot, "shop.example", 80)).isEqualTo(DenialReason.PORT_NOT_LISTED);
    }

    @Test
    void what_is_hidden_goes_out_as_any_other_host_under_allow_any() {
        Snapshot snapshot = snapshot("egress: [{hosts: [~/*]}]\noutboundTrafficPolicy: {mode: ALLOW_ANY}");

        assertThat(decide(snapshot, "shop.example", 80))
                .isInstanceOfSatisfying(
                        Decision.Forward.class,
                        forward -> assertThat(forward.cluster().isPassthrough()).isTrue());
    }

    @Test
    void an_outbound_policy_without_mode_lets_nothing_unlisted_through() {
        Compilation compilation = Yaml.compile(
                SITES + Yaml.resource("Sidecar", "default", "outboundTrafficPolicy: {}"),
                new CompileOptions(OutboundPolicy.ALLOW_ANY, "default", Set.of()));

        assertThat(compilation.snapshot()).extracting(Snapshot::outboundPolicy).isEqualTo(OutboundPolicy.REGISTRY_ONLY);
    }

    @Test
    void where_another_proxy_would_take_unlisted_hosts_they_are_refused() {
        String sidecar = Yaml.resource("Sidecar", "default", """
                outboundTrafficPolicy:
                  mode: ALLOW_ANY
                  egressProxy: {host: proxy.example, port: {number: 3128}}
                """);

        assertThat(Yaml.snapshot(sidecar).outboundPolicy()).isEqualTo(OutboundPolicy.REGISTRY_ONLY);
        assertThat(Yaml.warnings(sidecar))
                .containsExactly("input.yaml:7:5: warning: spec.outboundTrafficPolicy.egressProxy: is not enforced yet,"
                        + " so hosts that are not listed are refused [not-enforced]");
    }

    @Test
    void a_selector_without_labels_selects_all() {
        Snapshot snapshot = snapshot("workloadSelector: {}\negress: [{hosts: [~/*]}]");

        assertThat(denial(snapshot, "shop.example", 80)).isEqualTo(DenialReason.HOST_NOT_LISTED);
    }

    @Test
    void hidden_hosts_open_no_port_to_a_host_that_only_a_virtual_service_names() {
        Snapshot snapshot = Yaml.snapshot(SITES
                + Yaml.resource("Sidecar", "default", "egress: [{hosts: [./other.example]}]")
                + Yaml.virtualService("hosts: [other.example]\nhttp: [{directResponse: {status: 201}}]"));

        assertThat(decide(snapshot, "other.example", 80)).isInstanceOf(Decision.Answer.class);
        assertThat(denial(snapshot, "other.example", 81)).isEqualTo(DenialReason.PORT_NOT_LISTED);
    }

    private static Snapshot snapshot(String sidecar) {
        return Yaml.snapshot(SITES + Yaml.resource("Sidecar", "default", sidecar));
    }

    private static Decision decide(Snapshot snapshot, String host, int port) {
        return snapshot.decide(TestHead.get(host, port, "/"), new Random(1));
    }

    private static DenialReason denial(Snapshot snapshot, String host, int port) {
        return ((Decision.Deny) decide(snapshot, host, port)).reason();
    }
}
