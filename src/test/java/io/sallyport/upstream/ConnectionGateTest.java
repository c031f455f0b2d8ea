package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.http.HttpMethod;
import io.sallyport.exchange.ClusterLoad;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.Timer;
import io.sallyport.policy.AddressRange;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Cluster.Discovery;
import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.ConnectionLimits;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** The bounds of a cluster hold for all loops together, nobody waits for ever, and every place comes back. */
class ConnectionGateTest {

    private static final int UNLIMITED = ConnectionLimits.UNLIMITED;
    private static final int LOOPS = 3;

    private final EventLoopGroup loops = new NioEventLoopGroup(LOOPS);
    private final List<EventLoop> each = new ArrayList<>();
    private final Timer timer = (on, millis, task) -> {
        Future<?> scheduled = on.schedule(task, millis, TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    };
    private final FakeResolver resolver =
            new FakeResolver().knows("bank.example", "127.0.0.1").knows("two.example", "127.0.0.1", "127.0.0.2");
    private final ClusterStates states = new ClusterStates();
    private final Destinations destinations = new Destinations(
            resolver, new AddressGuard(List.of(AddressRange.parse("127.0.0.0/8"))), ConnectTo.nothing(), states);
    private final PooledForwarder forwarder =
            new PooledForwarder(destinations, timer, UpstreamSettings.DEFAULT.withStaleAfter(Duration.ZERO));
    private final AtomicInteger inFlight = new AtomicInteger();
    private final AtomicInteger peak = new AtomicInteger();

    ConnectionGateTest() {
        for (int i = 0; i < LOOPS; i++) {
            each.add(loops.next());
        }
    }

    @AfterEach
    void everyPlaceComesBack() {
        forwarder.close();
        eventually(() -> states.of(last).isIdle());
        ClusterLoad load = states.of(last);
        assertThat(List.of(load.connections().get(), load.pending(), load.requests(), load.retries()))
                .containsOnly(0);
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private Cluster last = Cluster.PASSTHROUGH;

    @Test
    void requests_of_all_loops_share_the_connections_and_all_are_answered() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(this::answer)) {
            Cluster cluster = cluster(upstream, limits(2, UNLIMITED, UNLIMITED, UNLIMITED));

            List<RecordingSink> responses = send(cluster, 120);

            responses.forEach(response -> assertThat(response.await().failure).isNull());
            assertThat(peak.get()).isBetween(1, 2);
            assertThat(states.of(cluster).connections().get()).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void an_unused_connection_of_one_loop_makes_room_for_another_loop() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(this::answer)) {
            Cluster cluster = cluster(upstream, limits(1, UNLIMITED, UNLIMITED, UNLIMITED));

            for (EventLoop loop : each) {
                assertThat(send(loop, cluster, 1).response.await().body).hasToString("ok");
            }

            assertThat(upstream.connections).hasValue(LOOPS);
        }
    }

    @Test
    void a_loop_goes_on_with_its_connection_where_only_its_own_requests_wait() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(this::answer)) {
            Cluster cluster = cluster(upstream, limits(1, UNLIMITED, UNLIMITED, UNLIMITED));
            List<Sent> sent = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                sent.add(send(each.getFirst(), cluster, 1));
            }

            sent.forEach(one -> assertThat(one.response.await().failure).isNull());

            assertThat(upstream.connections).hasValue(1);
        }
    }

    @Test
    void who_comes_when_too_many_wait_is_told_at_once() {
        Semaphore go = new Semaphore(0);
        try (ScriptedUpstream upstream = new ScriptedUpstream(holding(go))) {
            Cluster cluster = cluster(upstream, limits(1, 1, UNLIMITED, UNLIMITED));
            Sent first = send(each.getFirst(), cluster, 1);
            eventually(() -> states.of(cluster).requests() == 1);
            Sent second = send(each.get(1), cluster, 1);
            eventually(() -> states.of(cluster).pending() == 1);

            Sent third = send(each.get(2), cluster, 1);

            assertThat(third.response.await().failure)
                    .isEqualTo(new Failure(Outcome.POOL_FULL, "too many requests wait for a connection"));
            go.release(100);
            assertThat(first.response.await().body).hasToString("ok");
            assertThat(second.response.await().body).hasToString("ok");
        }
    }

    @Test
    void more_requests_at_a_time_than_the_bound_are_told_so() {
        Semaphore go = new Semaphore(0);
        try (ScriptedUpstream upstream = new ScriptedUpstream(holding(go))) {
            Cluster cluster = cluster(upstream, limits(UNLIMITED, UNLIMITED, 1, UNLIMITED));
            Sent first = send(each.getFirst(), cluster, 1);
            eventually(() -> states.of(cluster).requests() == 1);

            assertThat(send(each.get(1), cluster, 1).response.await().failure)
                    .isEqualTo(new Failure(Outcome.POOL_FULL, "too many requests at a time"));
            go.release(100);
            assertThat(first.response.await().body).hasToString("ok");
        }
    }

    @Test
    void a_request_given_up_in_line_makes_no_connection_and_keeps_no_place() {
        Semaphore go = new Semaphore(0);
        try (ScriptedUpstream upstream = new ScriptedUpstream(holding(go))) {
            Cluster cluster = cluster(upstream, limits(1, UNLIMITED, UNLIMITED, UNLIMITED));
            Sent first = send(each.getFirst(), cluster, 1);
            eventually(() -> states.of(cluster).requests() == 1);
            Sent given = send(each.get(1), cluster, 1);
            eventually(() -> states.of(cluster).pending() == 1);

            given.abort();
            eventually(() -> states.of(cluster).pending() == 0);
            go.release(100);

            assertThat(first.response.await().body).hasToString("ok");
            assertThat(send(each.get(2), cluster, 1).response.await().body).hasToString("ok");
            assertThat(upstream.connections).hasValue(2);
        }
    }

    @Test
    void a_connection_to_another_address_makes_room_too() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(this::answer)) {
            Cluster cluster = cluster(
                    Exchanges.cluster(Discovery.DNS, Exchanges.endpoint("bank.example", upstream.port())),
                    limits(1, UNLIMITED, UNLIMITED, UNLIMITED));
            assertThat(send(each.getFirst(), cluster, 1).response.await().failure)
                    .isNull();
            try (ScriptedUpstream other = new ScriptedUpstream(this::answer)) {
                Cluster moved = cluster(
                        Exchanges.cluster(Discovery.DNS, Exchanges.endpoint("bank.example", other.port())),
                        limits(1, UNLIMITED, UNLIMITED, UNLIMITED));

                assertThat(send(each.getFirst(), moved, 2).response.await().body)
                        .hasToString("ok");
                upstream.awaitOver(0);
            }
        }
    }

    @Test
    void a_reload_that_raises_the_bound_lets_those_in_line_go() {
        Semaphore go = new Semaphore(0);
        try (ScriptedUpstream upstream = new ScriptedUpstream(holding(go))) {
            Cluster tight = cluster(upstream, limits(1, UNLIMITED, UNLIMITED, UNLIMITED));
            List<Sent> sent = new ArrayList<>();
            for (EventLoop loop : each) {
                sent.add(send(loop, tight, 1));
            }
            eventually(
                    () -> states.of(tight).requests() == 1 && states.of(tight).pending() == 2);

            sent.add(send(each.getFirst(), cluster(upstream, ConnectionLimits.DEFAULT), 2));

            eventually(() -> states.of(tight).requests() == 4);
            go.release(100);
            sent.forEach(one -> assertThat(one.response.await().failure).isNull());
        }
    }

    @Test
    void a_connection_carries_no_more_requests_than_it_may() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(this::answer)) {
            Cluster cluster = cluster(upstream, limits(UNLIMITED, UNLIMITED, UNLIMITED, 2));

            for (int i = 0; i < 5; i++) {
                send(each.getFirst(), cluster, 1).response.await();
            }

            assertThat(upstream.connections).hasValue(3);
        }
    }

    @Test
    void a_tunnel_takes_a_place_and_does_not_wait_for_one() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.Peer::readToEnd)) {
            Cluster cluster = cluster(upstream, limits(1, UNLIMITED, UNLIMITED, UNLIMITED));
            TcpConnector connector = new TcpConnector(destinations);
            Opened first = new Opened();
            Opened second = new Opened();
            each.getFirst().execute(() -> connector.connect(exchange(each.getFirst(), cluster, 1), first));
            TestLoop.await(first.result);

            each.get(1).execute(() -> connector.connect(exchange(each.get(1), cluster, 1), second));

            assertThat(TestLoop.await(second.result)).isEqualTo(new Failure(Outcome.POOL_FULL, "too many connections"));
            first.close();
            eventually(() -> states.of(cluster).connections().get() == 0);
        }
    }

    @Test
    void a_refused_connection_gives_its_place_back() throws java.io.IOException {
        Cluster cluster = cluster(
                Exchanges.cluster(Discovery.DNS, Exchanges.endpoint("bank.example", ForwarderFixture.closedPort())),
                limits(1, UNLIMITED, UNLIMITED, UNLIMITED));

        for (RecordingSink response : send(cluster, 30)) {
            assertThat(response.await().failure).isEqualTo(new Failure(Outcome.CONNECTION_REFUSED, "refused"));
        }
    }

    @RepeatedTest(5)
    void whatever_becomes_of_requests_no_place_is_lost_and_nobody_waits_for_ever() {
        Random random = new Random(System.nanoTime());
        AtomicInteger number = new AtomicInteger();
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> unreliable(peer, number))) {
            Cluster cluster = cluster(upstream, limits(3, UNLIMITED, UNLIMITED, UNLIMITED));
            List<Sent> sent = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                // What is idempotent is sent again where a connection turns out to be stale.
                HttpMethod method = random.nextBoolean() ? HttpMethod.GET : HttpMethod.POST;
                Sent one = new Sent(each.get(random.nextInt(LOOPS)), cluster, 1, method);
                sent.add(one);
                if (random.nextInt(4) == 0) {
                    each.getFirst().schedule(one::abort, random.nextInt(30), TimeUnit.MILLISECONDS);
                    one.mayBeAborted = true;
                }
            }

            sent.stream().filter(one -> !one.mayBeAborted).forEach(one -> one.response.await());

            assertThat(send(each.get(random.nextInt(LOOPS)), cluster, 1)
                            .response
                            .await()
                            .events)
                    .isNotEmpty();
            assertThat(states.of(cluster).connections().get()).isLessThanOrEqualTo(3);
            assertThat(peak.get()).isLessThanOrEqualTo(3);
            eventually(() ->
                    states.of(cluster).pending() == 0 && states.of(cluster).requests() == 0);
        }
    }

    /** Answers, closes, resets, or says it will close. */
    private void unreliable(ScriptedUpstream.Peer peer, AtomicInteger number) throws java.io.IOException {
        while (true) {
            peer.readHead();
            int turn = number.incrementAndGet() % 7;
            if (turn == 0) {
                peer.reset();
                return;
            }
            if (turn == 1) {
                return;
            }
            peer.write(
                    turn == 2
                            ? "HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok"
                            : ForwarderFixture.OK);
        }
    }

    private void answer(ScriptedUpstream.Peer peer) throws java.io.IOException {
        while (true) {
            peer.readHead();
            peak.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
            LockSupport.parkNanos(100_000);
            inFlight.decrementAndGet();
            peer.write(ForwarderFixture.OK);
        }
    }

    private static ScriptedUpstream.Script holding(Semaphore go) {
        return peer -> {
            while (true) {
                peer.readHead();
                peer.await(go);
                peer.write(ForwarderFixture.OK);
            }
        };
    }

    // What is sent.

    private final class Sent {
        final RecordingSink response = new RecordingSink();
        private final CompletableFuture<RequestSink> request = new CompletableFuture<>();
        private final EventLoop loop;
        boolean mayBeAborted;

        Sent(EventLoop loop, Cluster cluster, long generation, HttpMethod method) {
            this.loop = loop;
            Exchange exchange = exchange(loop, cluster, generation);
            loop.execute(() -> {
                RequestSink sink = forwarder.forward(exchange, ForwarderFixture.request(method), response);
                request.complete(sink);
                ForwarderFixture.finish(sink);
            });
        }

        void abort() {
            request.thenAccept(sink -> loop.execute(() -> sink.abort(Outcome.CLIENT_GONE)));
        }
    }

    private Sent send(EventLoop loop, Cluster cluster, long generation) {
        return new Sent(loop, cluster, generation, HttpMethod.POST);
    }

    private List<RecordingSink> send(Cluster cluster, int count) {
        List<RecordingSink> responses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            responses.add(send(each.get(i % LOOPS), cluster, 1).response);
        }
        return responses;
    }

    private static Exchange exchange(EventLoop loop, Cluster cluster, long generation) {
        return Exchanges.to(loop, cluster, generation);
    }

    private Cluster cluster(ScriptedUpstream upstream, ConnectionLimits limits) {
        return cluster(Exchanges.cluster(Discovery.DNS, Exchanges.endpoint("bank.example", upstream.port())), limits);
    }

    private Cluster cluster(Cluster like, ConnectionLimits limits) {
        last = Exchanges.with(like, ClusterSettings.with(limits));
        return last;
    }

    private static ConnectionLimits limits(int connections, int pending, int requests, int perConnection) {
        ConnectionLimits d = ConnectionLimits.DEFAULT;
        return new ConnectionLimits(
                d.connectTimeout(),
                d.idleTimeout(),
                null,
                connections,
                null,
                null,
                pending,
                requests,
                perConnection,
                UNLIMITED);
    }

    private static void eventually(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(until);
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static final class Opened implements io.sallyport.exchange.Connector.Listener {
        final CompletableFuture<Object> result = new CompletableFuture<>();

        @Override
        public void connected(io.netty.channel.Channel upstream) {
            result.complete(upstream);
        }

        @Override
        public void failed(Failure failure) {
            result.complete(failure);
        }

        void close() {
            if (TestLoop.await(result) instanceof io.netty.channel.Channel channel) {
                channel.close();
            }
        }
    }
}
