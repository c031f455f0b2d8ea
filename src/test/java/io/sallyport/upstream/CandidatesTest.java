package io.sallyport.upstream;

import static io.sallyport.upstream.Exchanges.cluster;
import static io.sallyport.upstream.Exchanges.endpoint;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Cluster.Discovery;
import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.ConnectionLimits;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.LoadBalancing;
import io.sallyport.policy.OutlierDetection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntUnaryOperator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CandidatesTest {

    private final EventLoop loop = new DefaultEventLoop();
    private final FakeResolver resolver = new FakeResolver();
    private final AddressGuard guard = new AddressGuard(List.of());

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2130706433",
                "0x7f000001",
                "0x7f.0.0.1",
                "0177.0.0.1",
                "017700000001",
                "127.1",
                "127.0.1",
                "127.0.0.01",
                "127.0.0.0x1",
                "0",
                "0xa9fea9fe",
                "2852039166",
                "0251.0376.0251.0376",
                "1.1.1.256",
                "127.0.0.1.",
                "1.2.3.4.5",
                "１２７.0.0.1",
                "①②⑦.0.0.1"
            })
    void an_odd_spelling_of_an_address_is_refused_and_no_resolver_sees_it(String host) {
        Failure failure = failureFor(host);

        assertThat(failure.outcome()).isEqualTo(Outcome.ADDRESS_PROHIBITED);
        assertThat(failure.detail()).isEqualTo("an IP address in an odd spelling");
        assertThat(resolver.asked).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127。0。0。1",
                "bank。example",
                "ｂａｎｋ.example",
                "fe80::1%eth0",
                "::1%lo",
                "[::1]",
                "localhost\u0000.example",
                "a..example",
                ".example",
                "a b.example",
                "user@host.example",
                ""
            })
    void what_is_no_host_name_is_refused_and_no_resolver_sees_it(String host) {
        Failure failure = failureFor(host);

        assertThat(failure.outcome()).isEqualTo(Outcome.DNS_FAILED);
        assertThat(failure.detail()).isEqualTo("not a host name");
        assertThat(resolver.asked).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1          | the address is loopback (127.0.0.0/8)
            169.254.169.254    | the address is link-local, cloud metadata (169.254.0.0/16)
            ::1                | the address is loopback (::1/128)
            ::ffff:127.0.0.1   | the address is loopback (127.0.0.0/8)
            ::ffff:a9fe:a9fe   | the address is link-local, cloud metadata (169.254.0.0/16)
            64:ff9b::7f00:1    | the address is loopback (127.0.0.0/8) inside NAT64 (64:ff9b::/96)
            fd00:ec2::254      | the address is unique local (fc00::/7)
            """)
    void a_prohibited_literal_is_refused_with_the_range_it_is_in(String host, String detail) {
        assertThat(failureFor(host)).isEqualTo(new Failure(Outcome.ADDRESS_PROHIBITED, detail));
        assertThat(resolver.asked).isEmpty();
    }

    @Test
    void a_public_literal_is_a_candidate_without_resolution() {
        assertThat(all(cluster(Discovery.REQUESTED), "1.1.1.1", 8080).addresses).containsExactly("1.1.1.1:8080");
        assertThat(resolver.asked).isEmpty();
    }

    @Test
    void a_name_that_points_inside_is_refused_without_telling_the_address() {
        resolver.knows("rebound.example", "10.20.30.40");

        Failure failure = failureFor("rebound.example");

        assertThat(failure.outcome()).isEqualTo(Outcome.ADDRESS_PROHIBITED);
        assertThat(failure.detail()).contains("private (10.0.0.0/8)").doesNotContain("10.20.30.40");
    }

    @Test
    void of_several_addresses_the_prohibited_are_dropped() {
        resolver.knows("bank.example", "127.0.0.1", "1.1.1.1", "fd00::1", "8.8.8.8");

        assertThat(all(cluster(Discovery.REQUESTED), "bank.example", 80).addresses)
                .containsExactly("1.1.1.1:80", "8.8.8.8:80");
    }

    @Test
    void ipv4_comes_first_and_the_families_take_turns() {
        resolver.knows("bank.example", "2606:4700::1", "1.1.1.1", "2606:4700::2", "8.8.8.8");

        assertThat(all(cluster(Discovery.REQUESTED), "bank.example", 80).addresses)
                .containsExactly("1.1.1.1:80", "2606:4700:0:0:0:0:0:1:80", "8.8.8.8:80", "2606:4700:0:0:0:0:0:2:80");
    }

    @Test
    void which_address_comes_first_is_drawn() {
        resolver.knows("bank.example", "1.1.1.1", "8.8.8.8", "9.9.9.9");
        Cluster cluster = cluster(Discovery.DNS, endpoint("bank.example", 80));

        assertThat(all(cluster, "bank.example", 80, bound -> 2).addresses)
                .containsExactly("9.9.9.9:80", "1.1.1.1:80", "8.8.8.8:80");
    }

    @ParameterizedTest
    @CsvSource({"0, 1.1.1.1:1", "1, 1.1.1.2:2", "3, 1.1.1.2:2"})
    void which_endpoint_comes_first_is_drawn_by_weight_and_the_others_follow(int drawn, String first) {
        Cluster cluster = cluster(
                Discovery.STATIC,
                new Endpoint("1.1.1.1", 1, 1, Map.of(), true),
                new Endpoint("1.1.1.2", 2, 3, Map.of(), true));

        assertThat(all(cluster, "bank.example", 80, bound -> bound == 4 ? drawn : 0).addresses)
                .startsWith(first)
                .containsExactlyInAnyOrder("1.1.1.1:1", "1.1.1.2:2");
    }

    @Test
    void in_turn_the_addresses_of_a_name_take_turns_whatever_the_order_of_the_answer() {
        Cluster cluster = balanced(new LoadBalancing.RoundRobin(), null, endpoint("bank.example", 80));
        ClusterStates states = new ClusterStates();

        resolver.knows("bank.example", "8.8.8.8", "1.1.1.1", "2606:4700::1", "2606:4700::2");
        assertThat(first(cluster, states)).isEqualTo("1.1.1.1:80");
        resolver.knows("bank.example", "1.1.1.1", "8.8.8.8", "2606:4700::2", "2606:4700::1");
        assertThat(first(cluster, states)).isEqualTo("8.8.8.8:80");
        assertThat(first(cluster, states)).isEqualTo("1.1.1.1:80");
    }

    @Test
    void of_two_addresses_of_a_name_the_less_busy_comes_first() {
        Cluster cluster = cluster(Discovery.DNS, endpoint("bank.example", 80));
        ClusterStates states = new ClusterStates();
        resolver.knows("bank.example", "1.1.1.1", "8.8.8.8");
        states.state(cluster)
                .host(new InetSocketAddress("1.1.1.1", 80), 0)
                .active
                .set(3);
        int[] draws = {0, 1};
        AtomicInteger draw = new AtomicInteger();

        Seen seen = seen(cluster, states, bound -> draws[draw.getAndIncrement() % 2]);

        assertThat(seen.addresses).containsExactly("8.8.8.8:80", "1.1.1.1:80");
    }

    @Test
    void ejected_addresses_of_a_name_are_left_out_and_its_sibling_takes_over() {
        OutlierDetection outliers = new OutlierDetection(
                1, 0, null, false, Duration.ofSeconds(10), Duration.ofSeconds(30), 100, 0, Set.of());
        Cluster cluster = balanced(
                new LoadBalancing.RoundRobin(), outliers, endpoint("one.example", 80), endpoint("two.example", 80));
        ClusterStates states = new ClusterStates();
        resolver.knows("one.example", "1.1.1.1", "1.1.1.2").knows("two.example", "8.8.8.8");
        ClusterState state = states.state(cluster);
        long now = System.nanoTime();
        state.outliers.responded(outliers, state.host(new InetSocketAddress("1.1.1.1", 80), now), 500, now);

        assertThat(seen(cluster, states, CandidatesTest::first).addresses).containsExactly("1.1.1.2:80", "8.8.8.8:80");
        state.outliers.responded(outliers, state.host(new InetSocketAddress("1.1.1.2", 80), now), 500, now);
        assertThat(seen(cluster, states, CandidatesTest::first).addresses).containsExactly("8.8.8.8:80");
        state.outliers.responded(outliers, state.host(new InetSocketAddress("8.8.8.8", 80), now), 500, now);

        assertThat(seen(cluster, states, CandidatesTest::first).failure)
                .isEqualTo(new Failure(Outcome.NO_HEALTHY_ENDPOINT, "all endpoints are ejected"));
    }

    private static Cluster balanced(
            LoadBalancing.Algorithm algorithm, @Nullable OutlierDetection outliers, Endpoint... endpoints) {
        return Exchanges.with(
                cluster(Discovery.DNS, endpoints),
                new ClusterSettings(
                        null,
                        ConnectionLimits.DEFAULT,
                        new LoadBalancing(algorithm, null, null),
                        outliers,
                        null,
                        null,
                        null));
    }

    private String first(Cluster cluster, ClusterStates states) {
        return seen(cluster, states, CandidatesTest::first).addresses.getFirst();
    }

    private Seen seen(Cluster cluster, ClusterStates states, IntUnaryOperator random) {
        return all(new Destinations(resolver, guard, ConnectTo.nothing(), states, random)
                .of(Exchanges.to(loop, cluster, "bank.example", 80)));
    }

    @Test
    void an_endpoint_the_operator_wrote_passes_wherever_it_is() {
        Cluster cluster = cluster(Discovery.STATIC, new Endpoint("127.0.0.1", 8080, 1, Map.of(), true));

        assertThat(all(cluster, "bank.example", 80).addresses).containsExactly("127.0.0.1:8080");
    }

    @Test
    void what_a_listed_endpoints_name_resolves_to_does_not() {
        resolver.knows("inside.example", "127.0.0.1");
        Cluster cluster = cluster(Discovery.DNS, endpoint("inside.example", 80));

        assertThat(all(cluster, "bank.example", 80).failure)
                .isEqualTo(new Failure(Outcome.ADDRESS_PROHIBITED, "the address is loopback (127.0.0.0/8)"));
    }

    @Test
    void a_range_the_entry_lists_passes() {
        resolver.knows("bank.example", "10.1.1.1", "10.2.1.1");

        assertThat(all(cluster(Discovery.REQUESTED, List.of("10.1.0.0/16")), "bank.example", 80).addresses)
                .containsExactly("10.1.1.1:80");
    }

    @Test
    void a_later_endpoint_is_resolved_only_when_the_earlier_ones_are_used_up() {
        resolver.knows("one.example", "1.1.1.1").knows("two.example", "8.8.8.8");
        Cluster cluster = cluster(Discovery.DNS, endpoint("one.example", 80), endpoint("two.example", 80));
        Candidates candidates = new Destinations(
                        resolver, guard, ConnectTo.nothing(), new ClusterStates(), CandidatesTest::first)
                .of(Exchanges.to(loop, cluster, "bank.example", 80));
        Seen seen = new Seen();

        candidates.next(seen);

        assertThat(seen.addresses).containsExactly("1.1.1.1:80");
        assertThat(resolver.asked).containsExactly("one.example");
        candidates.next(seen);
        assertThat(seen.addresses).containsExactly("1.1.1.1:80", "8.8.8.8:80");
    }

    @Test
    void an_endpoint_that_does_not_resolve_leads_to_the_next() {
        resolver.fails("one.example", new Failure(Outcome.DNS_FAILED, "NXDOMAIN"))
                .knows("two.example", "8.8.8.8");
        Cluster cluster = cluster(Discovery.DNS, endpoint("one.example", 80), endpoint("two.example", 81));

        Seen seen = all(cluster, "bank.example", 80);

        assertThat(seen.addresses).containsExactly("8.8.8.8:81");
        assertThat(seen.failure).isEqualTo(new Failure(Outcome.DNS_FAILED, "NXDOMAIN"));
    }

    @Test
    void a_service_without_endpoints_has_no_healthy_one() {
        assertThat(all(cluster(Discovery.STATIC), "bank.example", 80).failure)
                .isEqualTo(new Failure(Outcome.NO_HEALTHY_ENDPOINT, "the service has no endpoints"));
    }

    private Failure failureFor(String host) {
        Seen seen = all(cluster(Discovery.REQUESTED), host, 80);
        assertThat(seen.addresses).isEmpty();
        Failure failure = seen.failure;
        if (failure == null) {
            throw new AssertionError("no failure");
        }
        return failure;
    }

    private Seen all(Cluster cluster, String host, int port) {
        return all(cluster, host, port, CandidatesTest::first);
    }

    private Seen all(Cluster cluster, String host, int port, IntUnaryOperator random) {
        Candidates candidates = new Destinations(resolver, guard, ConnectTo.nothing(), new ClusterStates(), random)
                .of(Exchanges.to(loop, cluster, host, port));
        return all(candidates);
    }

    private static Seen all(Candidates candidates) {
        Seen seen = new Seen();
        while (!seen.exhausted) {
            candidates.next(seen);
        }
        return seen;
    }

    private static int first(int bound) {
        return 0;
    }

    private static final class Seen implements Candidates.Receiver {
        final List<String> addresses = new ArrayList<>();

        @Nullable
        Failure failure;

        boolean exhausted;

        @Override
        public void candidate(InetSocketAddress address) {
            addresses.add(address.getAddress().getHostAddress() + ":" + address.getPort());
        }

        @Override
        public void exhausted(@Nullable Failure why) {
            failure = why;
            exhausted = true;
        }
    }
}
