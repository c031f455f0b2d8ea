package io.sallyport.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.SocketChannel;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Connector;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.AddressRange;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Cluster.Discovery;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TcpConnectorTest {

    private final TestLoop loop = TestLoop.started();
    private final FakeResolver resolver = new FakeResolver().knows("bank.example", "127.0.0.1");
    private final TcpConnector connector =
            new TcpConnector(new Destinations(resolver, new AddressGuard(List.of(AddressRange.parse("127.0.0.0/8")))));

    @AfterEach
    void stop() {
        loop.close();
    }

    @Test
    void the_channel_is_bare_not_read_and_may_be_half_closed() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.Peer::readToEnd)) {
            Exchange exchange = to(upstream.port());
            Told told = new Told();

            loop.call(() -> connector.connect(exchange, told));

            SocketChannel channel = (SocketChannel) TestLoop.await(told.channel);
            assertThat(channel.pipeline().names()).hasSize(1);
            assertThat(channel.config().isAutoRead()).isFalse();
            assertThat(channel.config().isAllowHalfClosure()).isTrue();
            assertThat(channel.config().isTcpNoDelay()).isTrue();
            assertThat(channel.eventLoop()).isSameAs(exchange.loop());
            Attempt attempt = exchange.attempts().getFirst();
            assertThat(attempt.outcome).isEqualTo(Outcome.COMPLETED);
            assertThat(attempt.address).isEqualTo(channel.remoteAddress());
            assertThat(List.of(attempt.resolvedNanos, attempt.openedNanos, attempt.connectedNanos))
                    .isSorted()
                    .doesNotContain(0L);
            channel.close();
        }
    }

    @Test
    void what_a_server_says_first_is_there_when_it_is_asked_for() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(peer -> {
            peer.write("220 ready");
            peer.readToEnd();
        })) {
            Told told = new Told();
            loop.call(() -> connector.connect(to(upstream.port()), told));
            Channel channel = TestLoop.await(told.channel);
            CompletableFuture<String> heard = new CompletableFuture<>();

            loop.run(() -> {
                channel.pipeline().addLast(new ChannelInboundHandlerAdapter() {
                    @Override
                    public void channelRead(ChannelHandlerContext context, Object message) {
                        ByteBuf bytes = (ByteBuf) message;
                        heard.complete(bytes.toString(StandardCharsets.US_ASCII));
                        bytes.release();
                    }
                });
                channel.config().setAutoRead(true);
                channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
            });

            assertThat(TestLoop.await(heard)).isEqualTo("220 ready");
            channel.close();
        }
    }

    @Test
    void a_refusal_is_told_without_an_address() throws IOException {
        int closed;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            closed = socket.getLocalPort();
        }
        Exchange exchange = to(closed);
        Told told = new Told();

        loop.call(() -> connector.connect(exchange, told));

        assertThat(TestLoop.await(told.failure)).isEqualTo(new Failure(Outcome.CONNECTION_REFUSED, "refused"));
        assertThat(exchange.attempts().getFirst().outcome).isEqualTo(Outcome.CONNECTION_REFUSED);
    }

    @Test
    void a_prohibited_address_is_refused() {
        resolver.knows("inside.example", "169.254.169.254");
        Cluster cluster = Exchanges.cluster(Discovery.DNS, Exchanges.endpoint("inside.example", 443));
        Told told = new Told();

        loop.call(() -> connector.connect(Exchanges.to(loop.loop(), cluster), told));

        assertThat(TestLoop.await(told.failure).outcome()).isEqualTo(Outcome.ADDRESS_PROHIBITED);
    }

    @Test
    void who_gives_up_is_told_nothing_and_the_connection_closes() {
        try (ScriptedUpstream upstream = new ScriptedUpstream(ScriptedUpstream.Peer::readToEnd)) {
            Exchange exchange = to(upstream.port());
            Told told = new Told();

            loop.run(() -> connector.connect(exchange, told).run());
            loop.run(() -> {});

            assertThat(told.channel).isNotDone();
            assertThat(told.failure).isNotDone();
            assertThat(exchange.attempts().getFirst().outcome).isEqualTo(Outcome.CLIENT_GONE);
        }
    }

    private Exchange to(int port) {
        return Exchanges.to(loop.loop(), Exchanges.cluster(Discovery.DNS, Exchanges.endpoint("bank.example", port)));
    }

    private static final class Told implements Connector.Listener {
        final CompletableFuture<Channel> channel = new CompletableFuture<>();
        final CompletableFuture<Failure> failure = new CompletableFuture<>();

        @Override
        public void connected(Channel upstream) {
            channel.complete(upstream);
        }

        @Override
        public void failed(Failure why) {
            failure.complete(why);
        }
    }
}
