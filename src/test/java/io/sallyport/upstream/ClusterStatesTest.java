package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.policy.Cluster;
import io.sallyport.policy.Cluster.Discovery;
import io.sallyport.policy.ConnectionLimits;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClusterStatesTest {

    private final ClusterStates states = new ClusterStates();

    @Test
    void a_cluster_of_the_same_name_has_the_same_state_after_a_reload() {
        ClusterState before = states.state(named("a"));

        assertThat(states.state(named("a"))).isSameAs(before);
        assertThat(states.state(named("b"))).isNotSameAs(before);
    }

    @Test
    void what_goes_on_is_read_by_name() {
        Cluster busy = named("busy");
        ClusterState state = states.state(busy);
        states.state(named("a"));
        state.gate.open(1, ConnectionLimits.UNLIMITED, null);
        state.load.beginRequest(ConnectionLimits.UNLIMITED);
        state.load.beginPending(ConnectionLimits.UNLIMITED);

        assertThat(states.readings())
                .containsExactly(new ClusterReading("a", 0, 0, 0, 0, 0), new ClusterReading("busy", 1, 1, 1, 0, 0));
    }

    @Test
    void a_cluster_that_nobody_holds_any_more_is_forgotten() {
        states.state(named("gone"));
        Cluster held = named("held");
        states.state(held);

        untilForgotten(2);

        assertThat(states.state(held).load.isIdle()).isTrue();
        assertThat(states.size()).isEqualTo(2);
    }

    @Test
    void not_before_its_connections_are_closed() {
        ClusterState state = states.state(named("busy"));
        state.gate.open(1, ConnectionLimits.UNLIMITED, null);
        states.state(named("gone"));

        untilForgotten(2);

        assertThat(states.state(named("busy"))).isSameAs(state);
    }

    /** The collector works when it likes; each look at a new cluster looks at what it found. */
    private void untilForgotten(int left) {
        Cluster last = named("last");
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        do {
            System.gc();
            last = named("last");
            states.state(last);
        } while (states.size() > left && System.nanoTime() < until);
        assertThat(states.size()).isEqualTo(left);
        assertThat(last.name()).isEqualTo("last");
    }

    private static Cluster named(String name) {
        Cluster like = Exchanges.cluster(Discovery.STATIC);
        return new Cluster(name, like.service(), Discovery.STATIC, List.of(), 80, List.of(), like.settings());
    }
}
