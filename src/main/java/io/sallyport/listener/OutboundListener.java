package io.sallyport.listener;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.sallyport.http1.Via;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The outbound port, and perhaps one for captured connections: accepts clients, and knows how many exchanges are in flight. For all threads. */
public final class OutboundListener {

    private static final int BACKLOG = 4096;
    private static final InetAddress IPV6_LOOPBACK = NetUtil.LOCALHOST6;

    private final EventLoopGroup acceptors;
    private final EventLoopGroup workers;
    private final ListenerContext context;
    private final OpenConnections open;
    private final Channel acceptor;
    private volatile List<Channel> capturing = List.of();

    private OutboundListener(
            EventLoopGroup acceptors, EventLoopGroup workers, ListenerContext context, Channel acceptor) {
        this.acceptors = acceptors;
        this.workers = workers;
        this.context = context;
        this.open = context.open();
        this.acceptor = acceptor;
    }

    /**
     * Listens, and waits until it does; not to be called on an event loop.
     *
     * @param host the address or name to bind to
     * @param port 0 to 65535; 0 takes a free one
     * @param acceptors one thread of it accepts; epoll or NIO, the same kind as {@code workers}
     * @param workers carry the connections
     * @throws UncheckedIOException when the address cannot be bound, with the address in its message
     */
    public static OutboundListener bind(
            String host,
            int port,
            EventLoopGroup acceptors,
            EventLoopGroup workers,
            ListenerSettings settings,
            ListenerServices services) {
        OpenConnections open = new OpenConnections(settings.maxConnections());
        ListenerContext context = new ListenerContext(
                services.observedBy(new CountingObserver(services.observer(), open.active())),
                settings,
                open,
                new Answers(services.explainer(), settings),
                new Via(settings.pseudonym()));
        Channel acceptor = bind(host, port, false, acceptors, workers, new Reception(context, 0));
        return new OutboundListener(acceptors, workers, context, acceptor);
    }

    private static Channel bind(
            String host,
            int port,
            boolean transparent,
            EventLoopGroup acceptors,
            EventLoopGroup workers,
            ChannelHandler reception) {
        ServerBootstrap bootstrap = new ServerBootstrap()
                .group(acceptors, workers)
                .channel(channelType(workers))
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .option(ChannelOption.SO_REUSEADDR, true)
                .childOption(ChannelOption.TCP_NODELAY, true)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, true)
                .childOption(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT)
                .childHandler(reception);
        if (transparent) {
            bootstrap.option(EpollChannelOption.IP_TRANSPARENT, true);
        }
        ChannelFuture bound = bootstrap.bind(new InetSocketAddress(host, port)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            throw new UncheckedIOException(new IOException(
                    "cannot listen on " + host + ":" + port + ": "
                            + bound.cause().getMessage(),
                    bound.cause()));
        }
        return bound.channel();
    }

    /**
     * Listens on a second port, for connections that were meant for somebody else: led here by the kernel (iptables'
     * REDIRECT and TPROXY), or by a name that resolves to this host. Waits until it does; once, and not on an event loop.
     * On IPv4's loopback it listens on IPv6's too where there is one, since REDIRECT leads each family to its own.
     *
     * @param host the address or name to bind to
     * @param port 0 to 65535; 0 takes a free one
     * @return the port listened on
     * @throws UncheckedIOException when the address cannot be bound, with the address in its message
     */
    public int capture(String host, int port, CaptureSettings settings) {
        return capture(host, port, settings, OriginalDestination::of);
    }

    /** @param original where a connection was going; null where that is not known */
    int capture(
            String host, int port, CaptureSettings settings, Function<Channel, @Nullable InetSocketAddress> original) {
        CaptureContext capture = new CaptureContext(
                context,
                settings,
                port(),
                original,
                (pipeline, asked, excess) -> new Reception(context, asked).furnish(pipeline, excess));
        CaptureReception reception = new CaptureReception(capture);
        Channel bound = bind(host, port, settings.transparent(), acceptors, workers, reception);
        capturing = List.of(bound);
        InetSocketAddress address = (InetSocketAddress) bound.localAddress();
        if (address.getAddress() instanceof Inet4Address four && four.isLoopbackAddress() && hasIpv6()) {
            String twin = IPV6_LOOPBACK.getHostAddress();
            capturing = List.of(
                    bound, bind(twin, address.getPort(), settings.transparent(), acceptors, workers, reception));
        }
        return address.getPort();
    }

    private static boolean hasIpv6() {
        try {
            return NetworkInterface.getByInetAddress(IPV6_LOOPBACK) != null;
        } catch (SocketException noneAtAll) {
            return false;
        }
    }

    /** The port listened on, 1 to 65535. */
    public int port() {
        return ((InetSocketAddress) acceptor.localAddress()).getPort();
    }

    /** The exchanges in flight, tunnels among them. */
    public long activeExchanges() {
        return open.active().sum();
    }

    /** Takes no further connections; those there live on. */
    public void stopAccepting() {
        closeAcceptors();
    }

    private CompletableFuture<Void> closeAcceptors() {
        return CompletableFuture.allOf(Stream.concat(Stream.of(acceptor), capturing.stream())
                .map(OutboundListener::closed)
                .toArray(CompletableFuture[]::new));
    }

    private static CompletableFuture<Void> closed(Channel channel) {
        CompletableFuture<Void> closed = new CompletableFuture<>();
        channel.close().addListener(ignored -> closed.complete(null));
        return closed;
    }

    /**
     * Lets clients go one by one: each response says {@code Connection: close} from now on, HTTP/2 connections get GOAWAY.
     * Further connections are taken, since who sends them may not know yet; each is for one request.
     */
    public void retire() {
        open.retire();
    }

    /**
     * Takes no further connections, closes the idle ones, and lets exchanges in flight finish, each response saying
     * {@code Connection: close}.
     *
     * @param grace how long; then the rest is cut, and ends as {@link io.sallyport.exchange.Outcome#DRAINING}
     * @return complete when no connection is left
     */
    public CompletableFuture<Void> drain(Duration grace) {
        CompletableFuture<Void> drained = new CompletableFuture<>();
        closeAcceptors().thenRun(() -> {
            ScheduledFuture<?> cut = workers.next().schedule(open::cut, grace.toMillis(), TimeUnit.MILLISECONDS);
            open.drain().thenRun(() -> {
                cut.cancel(false);
                drained.complete(null);
            });
        });
        return drained;
    }

    /** Closes everything at once, and returns before it is closed. */
    public void close() {
        drain(Duration.ZERO);
    }

    private static Class<? extends ServerSocketChannel> channelType(EventLoopGroup group) {
        return switch (group) {
            case EpollEventLoopGroup _ -> EpollServerSocketChannel.class;
            case NioEventLoopGroup _ -> NioServerSocketChannel.class;
            default ->
                throw new IllegalArgumentException(
                        "event loop group: " + group.getClass().getName() + " (expected: epoll or NIO)");
        };
    }

    /** Furnishes each captured connection. */
    private static final class CaptureReception extends ChannelInitializer<Channel> {

        private final CaptureContext capture;

        CaptureReception(CaptureContext capture) {
            this.capture = capture;
        }

        @Override
        protected void initChannel(Channel channel) {
            boolean excess = !capture.context().open().add(channel);
            channel.pipeline().addLast(new CapturedConnection(capture, excess));
        }
    }
}
