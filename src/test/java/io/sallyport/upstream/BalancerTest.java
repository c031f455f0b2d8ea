package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.sallyport.exchange.Exchange;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Cluster.Discovery;
import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.ConnectionLimits;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.LoadBalancing;
import io.sallyport.policy.LoadBalancing.Algorithm;
import io.sallyport.policy.LoadBalancing.ConsistentHash;
import io.sallyport.policy.LoadBalancing.HashKey;
import io.sallyport.policy.LoadBalancing.LocalityPreference;
import io.sallyport.policy.LoadBalancing.Warmup;
import io.sallyport.policy.OutlierDetection;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BalancerTest {

    private static final Algorithm IN_TURN = new LoadBalancing.RoundRobin();
    private static final Algorithm LEAST = new LoadBalancing.LeastRequest();
    private static final Algorithm DRAWN = new LoadBalancing.Random();

    private final EventLoop loop = new DefaultEventLoop();
    private final IntUnaryOperator random = new Random(42)::nextInt;
    private final ClusterState state = new ClusterState(0);

    @Test
    void round_robin_takes_each_in_turn() {
        Cluster cluster = cluster(balancing(IN_TURN), 1, 1, 1);

        assertThat(choices(cluster, 7)).containsExactly(0, 1, 2, 0, 1, 2, 0);
    }

    @Test
    void round_robin_by_weight_spreads_the_turns_of_the_heavy() {
        Cluster cluster = cluster(balancing(IN_TURN), 3, 1);

        assertThat(choices(cluster, 8)).containsExactly(0, 0, 1, 0, 0, 0, 1, 0);
    }

    @Test
    void the_turn_goes_on_after_a_reload() {
        choices(cluster(balancing(IN_TURN), 1, 1, 1), 2);

        assertThat(choices(cluster(balancing(IN_TURN), 1, 1, 1), 1)).containsExactly(2);
    }

    @Test
    void random_draws_by_weight() {
        int[] counts = counts(cluster(balancing(DRAWN), 1, 3), 8000);

        assertThat(counts[1] / 8000.0).isCloseTo(0.75, within(0.03));
    }

    @Test
    void least_request_takes_the_less_busy_of_two() {
        Cluster cluster = cluster(balancing(LEAST), 1, 1);
        Balancer balancer = state.balancer(cluster, ConnectTo.nothing());
        balancer.host(0).active.set(5);

        int[] counts = counts(cluster, 1000);

        // The busy one only where both draws were of it.
        assertThat(counts[0] / 1000.0).isCloseTo(0.25, within(0.05));
    }

    @Test
    void ejected_endpoints_take_no_turn() {
        Cluster cluster = cluster(balancing(IN_TURN), 1, 1, 1);
        eject(cluster, 1);

        assertThat(choices(cluster, 4)).containsExactly(0, 2, 0, 2);
    }

    @Test
    void where_all_are_ejected_there_is_none() {
        Cluster cluster = cluster(balancing(LEAST), 1, 1);
        eject(cluster, 0);
        eject(cluster, 1);

        assertThat(choices(cluster, 1)).containsExactly(Balancer.NONE);
    }

    @Test
    void below_the_least_health_ejection_is_suspended() {
        Cluster cluster = cluster(balancing(IN_TURN), outliers(60), 1, 1);
        eject(cluster, 0);

        assertThat(choices(cluster, 4)).containsExactly(0, 1, 0, 1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void the_same_header_leads_to_the_same_endpoint_and_others_to_others(boolean maglev) {
        Cluster cluster = cluster(hashing(maglev), 1, 1, 1, 1);
        Set<Integer> all = new HashSet<>();

        for (int user = 0; user < 100; user++) {
            Exchange exchange = exchange(cluster, Map.of("x-user", "user-" + user));
            Set<Integer> own = new HashSet<>();
            IntStream.range(0, 5).forEach(time -> own.add(choose(cluster, exchange)));
            assertThat(own).hasSize(1);
            all.addAll(own);
        }

        assertThat(all).hasSize(4);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void when_an_endpoint_is_ejected_only_its_own_keys_move(boolean maglev) {
        Cluster cluster = cluster(hashing(maglev), 1, 1, 1);
        List<Exchange> users = IntStream.range(0, 200)
                .mapToObj(user -> exchange(cluster, Map.of("x-user", "user-" + user)))
                .toList();
        List<Integer> before = users.stream().map(user -> choose(cluster, user)).toList();

        eject(cluster, 1);

        for (int user = 0; user < users.size(); user++) {
            int after = choose(cluster, users.get(user));
            assertThat(after).isNotEqualTo(1);
            if (before.get(user) != 1) {
                assertThat(after).isEqualTo(before.get(user));
            }
        }
    }

    @Test
    void a_request_without_the_header_goes_anywhere() {
        Cluster cluster = cluster(hashing(false), 1, 1, 1, 1);

        assertThat(IntStream.of(counts(cluster, 400)).min().orElse(0)).isGreaterThan(50);
    }

    @ParameterizedTest
    @ValueSource(strings = {"turn", "least", "drawn", "ring", "maglev"})
    void a_retry_goes_to_another_host(String algorithm) {
        Algorithm chosen = switch (algorithm) {
            case "turn" -> IN_TURN;
            case "least" -> LEAST;
            case "drawn" -> DRAWN;
            default -> hash(algorithm.equals("maglev"));
        };
        Cluster cluster = cluster(balancing(chosen), 1, 1, 1, 1);
        int repeated = 0;

        for (int i = 0; i < 200; i++) {
            Exchange exchange = exchange(cluster, Map.of("x-user", "user-" + i));
            int first = choose(cluster, exchange);
            tried(exchange, first);
            repeated += choose(cluster, exchange) == first ? 1 : 0;
        }

        // Five draws of one in four: one in a thousand.
        assertThat(repeated).isLessThan(5);
    }

    @Test
    void the_nearest_take_all_while_they_are_well() {
        Cluster cluster = cluster(located(List.of(1, 0, 0), List.of()), 1, 1, 1);

        assertThat(counts(cluster, 300)[0]).isZero();
    }

    @Test
    void what_the_nearest_cannot_take_the_next_do() {
        Cluster cluster = cluster(located(List.of(1, 0, 0), List.of()), 1, 1, 1);
        eject(cluster, 1);

        int[] counts = counts(cluster, 4000);

        // One of two is well: 140 % of a half stays.
        assertThat(counts[2] / 4000.0).isCloseTo(0.7, within(0.03));
        assertThat(counts[0] / 4000.0).isCloseTo(0.3, within(0.03));
        eject(cluster, 2);
        assertThat(counts(cluster, 100)[0]).isEqualTo(100);
    }

    @Test
    void shares_by_locality_are_kept_and_who_has_none_gets_nothing() {
        Cluster cluster = cluster(located(List.of(0, 1, LocalityPreference.OUTSIDE, 1), List.of(80, 20)), 1, 1, 1, 1);

        int[] counts = counts(cluster, 4000);

        assertThat(counts[0] / 4000.0).isCloseTo(0.8, within(0.03));
        assertThat((counts[1] + counts[3]) / 4000.0).isCloseTo(0.2, within(0.03));
        assertThat(counts[2]).isZero();
    }

    @Test
    void a_new_endpoint_begins_with_a_small_share_that_grows() {
        long now = System.nanoTime();
        Warmup warmup = new Warmup(Duration.ofSeconds(100), 10, 1);
        LoadBalancing balancing = new LoadBalancing(IN_TURN, null, warmup);
        Cluster cluster = cluster(balancing, 1, 1);
        state.host(address(0), now - Duration.ofSeconds(200).toNanos());
        state.host(address(1), now);

        assertThat(share(cluster, 1, now)).isCloseTo(1 / 11.0, within(0.01));
        assertThat(share(cluster, 1, now + Duration.ofSeconds(50).toNanos())).isCloseTo(1 / 3.0, within(0.01));
        assertThat(share(cluster, 1, now + Duration.ofSeconds(101).toNanos())).isCloseTo(0.5, within(0.01));
    }

    @Test
    void the_fallbacks_of_a_try_are_all_others_the_near_ones_first() {
        Cluster cluster = cluster(located(List.of(1, 0, 1, 0), List.of()), 1, 1, 1, 1);
        Balancer balancer = state.balancer(cluster, ConnectTo.nothing());
        EndpointSequence sequence =
                new EndpointSequence(balancer, exchange(cluster, Map.of()), random, System.nanoTime());

        List<Integer> order = new ArrayList<>();
        for (int next = sequence.next(); next != Balancer.NONE; next = sequence.next()) {
            order.add(next);
        }

        assertThat(order).hasSize(4);
        assertThat(order.subList(0, 2)).containsExactlyInAnyOrder(1, 3);
        assertThat(order.subList(2, 4)).containsExactly(0, 2);
    }

    private double share(Cluster cluster, int endpoint, long now) {
        Balancer balancer = state.balancer(cluster, ConnectTo.nothing());
        int chosen = 0;
        for (int i = 0; i < 4400; i++) {
            chosen += balancer.choose(balancer.view(now), exchange(cluster, Map.of()), random) == endpoint ? 1 : 0;
        }
        return chosen / 4400.0;
    }

    private void eject(Cluster cluster, int endpoint) {
        Host host = state.balancer(cluster, ConnectTo.nothing()).host(endpoint);
        for (int i = 0; i < 5; i++) {
            state.outliers.responded(outliers(0), host, 500, 0);
        }
        assertThat(host.isEjected()).isTrue();
    }

    private void tried(Exchange exchange, int endpoint) {
        exchange.startAttempt(new DefaultHttpHeaders()).address = address(endpoint);
        exchange.startAttempt(new DefaultHttpHeaders());
    }

    private List<Integer> choices(Cluster cluster, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> choose(cluster, exchange(cluster, Map.of())))
                .toList();
    }

    private int[] counts(Cluster cluster, int count) {
        int[] counts = new int[cluster.endpoints().size()];
        choices(cluster, count).forEach(chosen -> counts[chosen]++);
        return counts;
    }

    private int choose(Cluster cluster, Exchange exchange) {
        Balancer balancer = state.balancer(cluster, ConnectTo.nothing());
        return balancer.choose(balancer.view(System.nanoTime()), exchange, random);
    }

    private Exchange exchange(Cluster cluster, Map<String, String> headers) {
        return Exchanges.to(loop, cluster, "/", headers);
    }

    private static InetSocketAddress address(int endpoint) {
        return new InetSocketAddress("1.1.1." + (endpoint + 1), 80);
    }

    private static LoadBalancing balancing(Algorithm algorithm) {
        return new LoadBalancing(algorithm, null, null);
    }

    private static LoadBalancing hashing(boolean maglev) {
        return balancing(hash(maglev));
    }

    private static Algorithm hash(boolean maglev) {
        return new ConsistentHash(new HashKey.Header("x-user"), maglev ? 5003 : 1024, maglev);
    }

    private static LoadBalancing located(List<Integer> groups, List<Integer> shares) {
        return new LoadBalancing(DRAWN, new LocalityPreference(groups, shares), null);
    }

    private static OutlierDetection outliers(int leastHealth) {
        return new OutlierDetection(
                5, 0, null, false, Duration.ofSeconds(10), Duration.ofSeconds(30), 100, leastHealth, Set.of());
    }

    private static Cluster cluster(LoadBalancing balancing, int... weights) {
        return cluster(balancing, null, weights);
    }

    private static Cluster cluster(LoadBalancing balancing, @Nullable OutlierDetection outliers, int... weights) {
        Endpoint[] endpoints = new Endpoint[weights.length];
        for (int i = 0; i < weights.length; i++) {
            endpoints[i] = new Endpoint("1.1.1." + (i + 1), 80, weights[i], Map.of(), true);
        }
        return Exchanges.with(
                Exchanges.cluster(Discovery.STATIC, endpoints),
                new ClusterSettings(null, ConnectionLimits.DEFAULT, balancing, outliers, null, null, null));
    }
}
