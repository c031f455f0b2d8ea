package io.sallyport.upstream;

import static io.sallyport.upstream.Exchanges.cluster;
import static io.sallyport.upstream.Exchanges.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.sallyport.exchange.ClusterLoad;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Cluster.Discovery;
import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.ConnectionLimits;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Races of connections in a time that the test keeps, to addresses that answer when the test says so. */
class DialingTest {

    private static final Failure REFUSED = new Failure(Outcome.CONNECTION_REFUSED, "refused");
    private static final Failure UNREACHABLE = new Failure(Outcome.CONNECTION_FAILED, "unreachable");
    private static final Failure TIMEOUT = new Failure(Outcome.CONNECTION_TIMEOUT, "connect timeout");
    private static final Failure WRONG_NAME = new Failure(Outcome.TLS_CERTIFICATE_REJECTED, "another's name");

    private static final String FOUR = "1.1.1.1:80";
    private static final String SIX = "2606:4700:0:0:0:0:0:1:80";
    private static final String OTHER_FOUR = "8.8.8.8:80";
    private static final String OTHER_SIX = "2606:4700:0:0:0:0:0:2:80";

    private final EmbeddedChannel time = new EmbeddedChannel();
    private final ClusterStates states = new ClusterStates();
    private final FakeResolver resolver = new FakeResolver()
            .knows("bank.example", "2606:4700::1", "1.1.1.1", "2606:4700::2", "8.8.8.8")
            .knows("second.example", "9.9.9.9");
    private final List<Dialled> dials = new ArrayList<>();
    private final Wanted wanted = new Wanted();
    private Cluster cluster = cluster(Discovery.DNS, endpoint("bank.example", 80));
    private Duration attemptDelay = Duration.ofMillis(250);
    private @Nullable Dialing dialing;

    @BeforeEach
    void stopTheClock() {
        time.freezeTime();
    }

    @AfterEach
    void everyPlaceComesBack() {
        if (dialing != null) {
            dialing.cancel();
        }
        dials.forEach(dial -> dial.channel.close());
        ClusterLoad load = states.of(cluster);
        assertThat(load.connections()).hasValue(0);
        assertThat(load.pending()).isZero();
    }

    @Test
    void one_address_after_the_other_joins_the_race_and_the_families_take_turns() {
        start();
        assertThat(dialled()).containsExactly(FOUR);
        pass(249);
        assertThat(dialled()).containsExactly(FOUR);
        pass(1);
        assertThat(dialled()).containsExactly(FOUR, SIX);
        pass(250);
        pass(250);
        pass(10_000);

        assertThat(dialled()).containsExactly(FOUR, SIX, OTHER_FOUR, OTHER_SIX);
        assertThat(wanted.told).isEmpty();
        assertThat(states.of(cluster).connections()).hasValue(4);
        assertThat(states.of(cluster).pending()).isEqualTo(1);
    }

    @Test
    void the_first_to_connect_wins_and_the_others_are_closed() {
        start();
        pass(250);
        pass(250);

        dial(1).connects();

        assertThat(wanted.told).containsExactly("connected " + SIX);
        assertThat(dial(0).channel.isOpen()).isFalse();
        assertThat(dial(1).channel.isOpen()).isTrue();
        assertThat(dial(2).channel.isOpen()).isFalse();
        assertThat(states.of(cluster).connections()).hasValue(1);
        assertThat(states.of(cluster).pending()).isZero();
        pass(10_000);
        assertThat(dials).hasSize(3);
    }

    @Test
    void what_a_loser_says_later_is_nobodys_concern() {
        start();
        pass(250);
        dial(1).connects();

        dial(0).listener.connected(dial(0).channel);
        dial(0).fails(TIMEOUT);

        assertThat(wanted.told).containsExactly("connected " + SIX);
        assertThat(states.of(cluster).connections()).hasValue(1);
    }

    @Test
    void a_loser_whose_connection_came_at_the_same_moment_is_closed() {
        start();
        pass(250);
        EmbeddedChannel came = new EmbeddedChannel();
        dial(1).connects();

        dial(0).listener.connected(came);

        assertThat(came.isOpen()).isFalse();
        assertThat(wanted.told).containsExactly("connected " + SIX);
    }

    @Test
    void where_one_fails_the_next_begins_at_once_and_the_delay_anew() {
        start();
        pass(200);

        dial(0).fails(REFUSED);

        assertThat(dialled()).containsExactly(FOUR, SIX);
        pass(249);
        assertThat(dials).hasSize(2);
        pass(1);
        assertThat(dialled()).containsExactly(FOUR, SIX, OTHER_FOUR);
        assertThat(states.of(cluster).connections()).hasValue(2);
    }

    @Test
    void the_last_of_the_race_decides_when_all_others_have_failed() {
        resolver.knows("bank.example", "1.1.1.1", "8.8.8.8");
        start();
        pass(250);

        dial(1).fails(REFUSED);

        assertThat(wanted.told).isEmpty();
        dial(0).fails(TIMEOUT);
        assertThat(wanted.told).containsExactly("failed " + TIMEOUT);
        assertThat(states.of(cluster).connections()).hasValue(0);
        assertThat(states.of(cluster).pending()).isZero();
    }

    @Test
    void that_there_is_no_way_to_one_family_does_not_hide_why_the_other_failed() {
        resolver.knows("bank.example", "1.1.1.1", "2606:4700::1");
        start();

        dial(0).fails(REFUSED);
        dial(1).fails(UNREACHABLE);

        assertThat(wanted.told).containsExactly("failed " + REFUSED);
    }

    @Test
    void a_prohibited_address_is_never_dialled() {
        resolver.knows("bank.example", "127.0.0.1", "::1", "1.1.1.1", "fd00::1", "169.254.169.254", "8.8.8.8");
        start();

        pass(250);
        pass(250);
        dial(0).fails(REFUSED);
        dial(1).fails(REFUSED);

        assertThat(dialled()).containsExactly(FOUR, OTHER_FOUR);
        assertThat(wanted.told).containsExactly("failed " + REFUSED);
    }

    @Test
    void each_attempt_has_the_connect_timeout_for_itself() {
        start();
        pass(250);

        assertThat(dials).extracting(dial -> dial.timeout).containsOnly(Duration.ofSeconds(2));
    }

    @Test
    void endpoints_are_not_raced() {
        cluster = cluster(Discovery.STATIC, endpoint("1.1.1.1", 80), endpoint("8.8.8.8", 80));
        start();
        pass(10_000);
        assertThat(dials).hasSize(1);

        dial(0).fails(TIMEOUT);

        assertThat(dialled()).containsExactlyInAnyOrder(FOUR, OTHER_FOUR);
    }

    @Test
    void the_next_name_follows_when_all_addresses_of_the_one_before_have_failed() {
        resolver.knows("bank.example", "1.1.1.1", "8.8.8.8");
        cluster = cluster(Discovery.DNS, endpoint("bank.example", 80), endpoint("second.example", 80));
        start();
        pass(250);
        pass(10_000);
        assertThat(dialled()).containsExactly(FOUR, OTHER_FOUR);

        dial(0).fails(REFUSED);
        assertThat(dials).hasSize(2);
        dial(1).fails(REFUSED);

        assertThat(dialled()).containsExactly(FOUR, OTHER_FOUR, "9.9.9.9:80");
        dial(2).fails(TIMEOUT);
        assertThat(wanted.told).containsExactly("failed " + TIMEOUT);
    }

    @Test
    void without_a_place_there_is_no_race_and_the_next_begins_where_one_fails() {
        cluster = limited(2);
        start();
        pass(250);
        pass(250);
        pass(10_000);
        assertThat(dialled()).containsExactly(FOUR, SIX);
        assertThat(states.of(cluster).connections()).hasValue(2);

        dial(0).fails(TIMEOUT);

        assertThat(dialled()).containsExactly(FOUR, SIX, OTHER_FOUR);
        assertThat(states.of(cluster).connections()).hasValue(2);
        dial(2).connects();
        assertThat(wanted.told).containsExactly("connected " + OTHER_FOUR);
        assertThat(states.of(cluster).connections()).hasValue(1);
    }

    @Test
    void a_tunnel_is_raced_and_without_a_place_told_so() {
        wanted.isTunnel = true;
        cluster = limited(1);
        start();
        pass(250);
        assertThat(dialled()).containsExactly(FOUR);
        Wanted second = new Wanted();
        second.isTunnel = true;

        dialing(second).start();

        assertThat(second.told).containsExactly("failed " + new Failure(Outcome.POOL_FULL, "too many connections"));
        dial(0).connects();
        assertThat(wanted.told).containsExactly("connected " + FOUR);
    }

    @Test
    void who_gives_up_hears_nothing_more_and_nothing_stays_open() {
        Dialing begun = start();
        pass(250);

        begun.cancel();

        assertThat(dials).allSatisfy(dial -> assertThat(dial.channel.isOpen()).isFalse());
        pass(10_000);
        dial(0).fails(REFUSED);
        assertThat(dials).hasSize(2);
        assertThat(wanted.told).isEmpty();
        assertThat(states.of(cluster).connections()).hasValue(0);
    }

    @Test
    void a_connection_in_the_pool_to_the_next_address_ends_the_race() {
        wanted.pooled = SIX;
        start();

        pass(250);

        assertThat(wanted.told).containsExactly("reused " + SIX);
        assertThat(dial(0).channel.isOpen()).isFalse();
        assertThat(states.of(cluster).connections()).hasValue(0);
        assertThat(states.of(cluster).pending()).isZero();
    }

    @Test
    void only_the_first_that_connects_shakes_hands_and_losers_have_another_go_when_it_is_rejected() {
        resolver.knows("bank.example", "1.1.1.1", "8.8.8.8");
        wanted.preparation = (channel, nanos, listener) -> wanted.prepared.add(listener);
        start();
        pass(250);
        dial(1).connects();
        assertThat(wanted.prepared).hasSize(1);
        assertThat(wanted.opened).isEqualTo(1);
        assertThat(dial(0).channel.isOpen()).isFalse();

        wanted.prepared.getFirst().failed(WRONG_NAME);

        assertThat(dialled()).containsExactly(FOUR, OTHER_FOUR, FOUR);
        dial(2).fails(UNREACHABLE);
        assertThat(wanted.told).containsExactly("failed " + WRONG_NAME);
    }

    @Test
    void who_gives_up_during_the_handshake_closes_the_connection() {
        wanted.preparation = (channel, nanos, listener) -> wanted.prepared.add(listener);
        Dialing begun = start();
        dial(0).connects();

        begun.cancel();
        wanted.prepared.getFirst().connected(dial(0).channel);

        assertThat(dial(0).channel.isOpen()).isFalse();
        assertThat(wanted.told).isEmpty();
    }

    @Test
    void only_the_winners_host_is_in_use() {
        wanted.isTunnel = true;
        start();
        pass(250);

        dial(1).connects();

        ClusterState state = states.state(cluster);
        assertThat(state.host(dial(0).address, 0).active).hasValue(0);
        assertThat(state.host(dial(1).address, 0).active).hasValue(1);
        dial(1).channel.close();
        assertThat(state.host(dial(1).address, 0).active).hasValue(0);
    }

    @Test
    void without_a_delay_there_is_no_race() {
        attemptDelay = Duration.ZERO;
        start();
        pass(10_000);
        assertThat(dialled()).containsExactly(FOUR);

        dial(0).fails(TIMEOUT);

        assertThat(dialled()).containsExactly(FOUR, SIX);
    }

    // What is dialled, and for whom.

    private Dialing start() {
        Dialing begun = dialing(wanted);
        dialing = begun;
        begun.start();
        return begun;
    }

    private Dialing dialing(Wanted purpose) {
        Exchange exchange = Exchanges.to(time.eventLoop(), cluster);
        Candidates candidates = new Candidates(
                exchange, states, resolver, new AddressGuard(List.of()), ConnectTo.nothing(), null, any -> 0);
        return new Dialing(exchange, candidates, purpose, attemptDelay, this::record);
    }

    private Channel record(
            EventLoop loop,
            InetSocketAddress address,
            Duration timeout,
            ChannelHandler handler,
            boolean tunnel,
            Dialer.Listener listener) {
        Dialled dial = new Dialled(address, timeout, new EmbeddedChannel(handler), listener);
        dials.add(dial);
        return dial.channel;
    }

    private void pass(long millis) {
        time.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        time.runScheduledPendingTasks();
    }

    private Dialled dial(int number) {
        return dials.get(number);
    }

    private List<String> dialled() {
        return dials.stream().map(dial -> text(dial.address)).toList();
    }

    private static String text(InetSocketAddress address) {
        return address.getAddress().getHostAddress() + ":" + address.getPort();
    }

    private static Cluster limited(int connections) {
        ConnectionLimits d = ConnectionLimits.DEFAULT;
        return Exchanges.with(
                cluster(Discovery.DNS, endpoint("bank.example", 80)),
                ClusterSettings.with(new ConnectionLimits(
                        d.connectTimeout(),
                        d.idleTimeout(),
                        null,
                        connections,
                        null,
                        null,
                        d.maxPendingRequests(),
                        d.maxRequests(),
                        d.maxRequestsPerConnection(),
                        d.maxRetries())));
    }

    private record Dialled(
            InetSocketAddress address, Duration timeout, EmbeddedChannel channel, Dialer.Listener listener) {

        void connects() {
            listener.connected(channel);
        }

        void fails(Failure failure) {
            listener.failed(failure);
            channel.close();
        }
    }

    private final class Wanted implements Dialing.Purpose {

        final List<String> told = new ArrayList<>();
        final List<Dialer.Listener> prepared = new ArrayList<>();
        Preparation preparation = Preparation.NONE;
        String pooled = "";
        int opened;
        boolean isTunnel;

        @Override
        public boolean reuse(InetSocketAddress address) {
            if (text(address).equals(pooled)) {
                told.add("reused " + pooled);
                return true;
            }
            return false;
        }

        @Override
        public ChannelHandler handler(InetSocketAddress address) {
            return new ChannelInboundHandlerAdapter();
        }

        @Override
        public boolean isTunnel() {
            return isTunnel;
        }

        @Override
        public LoopPool.Key key(InetSocketAddress address) {
            return new LoopPool.Key(cluster.name(), address, null, null, HttpOffer.HTTP1);
        }

        @Override
        public void waits(ConnectionGate gate) {
            told.add("waits");
        }

        @Override
        public Preparation preparation() {
            return preparation;
        }

        @Override
        public void opened() {
            opened++;
        }

        @Override
        public void connected(Channel channel, InetSocketAddress address) {
            told.add("connected " + text(address));
        }

        @Override
        public void offered(UpstreamConnection connection, InetSocketAddress address) {
            told.add("offered " + text(address));
        }

        @Override
        public void failed(Failure failure) {
            told.add("failed " + failure);
        }
    }
}
