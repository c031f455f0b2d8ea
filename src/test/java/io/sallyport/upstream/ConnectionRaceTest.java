package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpMethod;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.AddressRange;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Cluster.Discovery;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The same races with sockets: one address takes no connections, because its server's queue is full. */
class ConnectionRaceTest {

    private static final Duration LONG = Duration.ofSeconds(2);

    private final TestLoop loop = TestLoop.started();
    private final ClusterStates states = new ClusterStates();
    private final FakeResolver resolver = new FakeResolver().knows("bank.example", "127.0.0.2", "127.0.0.1");
    private final Destinations destinations = new Destinations(
            resolver,
            new AddressGuard(List.of(AddressRange.parse("127.0.0.0/8"))),
            ConnectTo.nothing(),
            states,
            any -> 0);
    private final PooledForwarder forwarder = new PooledForwarder(destinations, loop.timer(), UpstreamSettings.DEFAULT);

    @AfterEach
    void stop() {
        forwarder.close();
        loop.close();
    }

    @Test
    void an_address_that_leads_nowhere_costs_the_delay_and_not_the_connect_timeout() throws IOException {
        try (ScriptedUpstream upstream = ScriptedUpstream.answering("ok");
                BlackHole ignored = new BlackHole(upstream.port())) {
            Cluster cluster = Exchanges.cluster(Discovery.DNS, Exchanges.endpoint("bank.example", upstream.port()));
            Exchange exchange = Exchanges.to(loop.loop(), cluster);

            assertThat(get(exchange).body).hasToString("ok");

            Attempt attempt = exchange.attempts().getFirst();
            assertThat(attempt.address).isEqualTo(new InetSocketAddress(Addresses.of("127.0.0.1"), upstream.port()));
            assertThat(Duration.ofNanos(attempt.connectedNanos - attempt.resolvedNanos))
                    .isBetween(Duration.ofMillis(240), LONG.minusMillis(200));
            eventually(() -> states.of(cluster).connections().get() == 1);
            assertThat(states.of(cluster).pending()).isZero();
            assertThat(get(Exchanges.to(loop.loop(), cluster)).failure).isNull();
            assertThat(upstream.connections).hasValue(1);
            forwarder.close();
            eventually(() -> states.of(cluster).connections().get() == 0);
        }
    }

    @Test
    void when_no_address_answers_each_has_had_its_time() throws IOException {
        resolver.knows("bank.example", "127.0.0.2", "127.0.0.3");
        try (BlackHole two = new BlackHole("127.0.0.2", 0);
                BlackHole ignored = new BlackHole("127.0.0.3", two.port())) {
            Cluster cluster = Exchanges.cluster(Discovery.DNS, Exchanges.endpoint("bank.example", two.port()));
            long begun = System.nanoTime();

            RecordingSink response = get(Exchanges.to(loop.loop(), cluster));

            assertThat(response.failure).isEqualTo(new Failure(Outcome.CONNECTION_TIMEOUT, "connect timeout"));
            assertThat(Duration.ofNanos(System.nanoTime() - begun))
                    .isBetween(LONG.plusMillis(240), LONG.multipliedBy(2).minusMillis(200));
            assertThat(states.of(cluster).connections()).hasValue(0);
        }
    }

    private RecordingSink get(Exchange exchange) {
        RecordingSink response = new RecordingSink();
        loop.run(() -> ForwarderFixture.finish(
                forwarder.forward(exchange, ForwarderFixture.request(HttpMethod.GET), response)));
        return response.await();
    }

    private static void eventually(BooleanSupplier condition) {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("time is up").isLessThan(until);
            LockSupport.parkNanos(1_000_000);
        }
    }

    /** Listens, but its queue of connections is full and nobody takes any from it: the kernel drops what comes. */
    private static final class BlackHole implements AutoCloseable {

        private static final int MORE_THAN_ENOUGH = 8;

        private final ServerSocket server;
        private final List<SocketChannel> clients = new ArrayList<>();

        BlackHole(int port) throws IOException {
            this("127.0.0.2", port);
        }

        BlackHole(String address, int port) throws IOException {
            server = new ServerSocket(port, 1, Addresses.of(address));
            for (int i = 0; i < MORE_THAN_ENOUGH; i++) {
                SocketChannel client = SocketChannel.open();
                client.configureBlocking(false);
                client.connect(server.getLocalSocketAddress());
                clients.add(client);
            }
        }

        int port() {
            return server.getLocalPort();
        }

        @Override
        public void close() throws IOException {
            for (SocketChannel client : clients) {
                client.close();
            }
            server.close();
        }
    }
}
