package io.sallyport.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.CallerLabels;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ProxyNodeTest {

    private static final CallerLabels CHECKOUT = new CallerLabels("checkout", "", "", "shop", "", "", "", "");

    @Test
    void thePodIsWhatTheDownwardApiSays() {
        ProxyNode node = ProxyNode.of(
                Map.of("POD_NAME", "checkout-0", "POD_NAMESPACE", "prod", "INSTANCE_IP", "10.0.0.9"),
                Optional.of(CHECKOUT),
                "default");

        assertThat(node.sidecar()).isEqualTo("sidecar~10.0.0.9~checkout-0.prod~prod.svc.cluster.local");
        assertThat(node.waypoint()).isEqualTo("waypoint~10.0.0.9~checkout-0.prod~prod.svc.cluster.local");
    }

    @Test
    void withoutAPodTheWorkloadStandsForItAndWithoutThatTheProgram() {
        assertThat(ProxyNode.of(Map.of("POD_NAME", " "), Optional.of(CHECKOUT), "default")
                        .sidecar())
                .isEqualTo("sidecar~127.0.0.1~checkout.shop~shop.svc.cluster.local");
        assertThat(ProxyNode.of(Map.of(), Optional.empty(), "default").sidecar())
                .isEqualTo("sidecar~127.0.0.1~sallyport.default~default.svc.cluster.local");
    }

    @Test
    void nobodyIsOurOwnWorkloadWhereItIsNotKnown() {
        assertThat(ProxyNode.of(Map.of(), Optional.of(CHECKOUT), "default").isOwn(CHECKOUT))
                .isTrue();
        assertThat(ProxyNode.of(Map.of(), Optional.of(CHECKOUT), "default").isOwn(CallerLabels.UNKNOWN))
                .isFalse();
        assertThat(ProxyNode.of(Map.of(), Optional.empty(), "default").isOwn(CallerLabels.UNKNOWN))
                .isFalse();
    }
}
