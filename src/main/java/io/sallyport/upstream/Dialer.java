package io.sallyport.upstream;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.EventLoop;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Opens one connection to one checked address. */
final class Dialer {

    /** Told once how it went. */
    interface Listener {
        void connected(Channel channel);

        void failed(Failure failure);
    }

    /** As {@link #dial}. */
    interface Dial {
        Channel dial(
                EventLoop loop,
                InetSocketAddress address,
                Duration timeout,
                ChannelHandler handler,
                boolean tunnel,
                Listener listener);
    }

    private Dialer() {}

    /**
     * Connects on the loop.
     *
     * @param handler what the pipeline begins with
     * @param tunnel whether the channel is for bytes nobody reads here: not read until asked, open for writing after
     *     the peer's end
     * @return the channel; closing it gives up
     */
    static Channel dial(
            EventLoop loop,
            InetSocketAddress address,
            Duration timeout,
            ChannelHandler handler,
            boolean tunnel,
            Listener listener) {
        ChannelFuture future = new Bootstrap()
                .group(loop)
                .channelFactory(Transport.of(loop).sockets())
                // The address was checked: nothing may resolve it again.
                .disableResolver()
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.clamp(timeout.toMillis(), 1, Integer.MAX_VALUE))
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, true)
                .option(ChannelOption.ALLOW_HALF_CLOSURE, tunnel)
                .option(ChannelOption.AUTO_READ, !tunnel)
                // A failed write must not take along what the upstream said before it stopped reading: reading ends it.
                .option(ChannelOption.AUTO_CLOSE, tunnel)
                .handler(handler)
                .connect(address);
        future.addListener(done -> {
            if (future.isSuccess()) {
                listener.connected(future.channel());
            } else {
                listener.failed(failure(future.cause()));
            }
        });
        return future.channel();
    }

    /** What happened, in words without addresses. */
    static Failure failure(@Nullable Throwable cause) {
        String message = cause == null ? "" : String.valueOf(cause.getMessage());
        if (cause instanceof ConnectTimeoutException || message.contains("timed out")) {
            return new Failure(Outcome.CONNECTION_TIMEOUT, "connect timeout");
        }
        if (cause instanceof NoRouteToHostException || message.contains("unreachable")) {
            return new Failure(Outcome.CONNECTION_FAILED, "unreachable");
        }
        if (cause instanceof ConnectException && message.contains("refused")) {
            return new Failure(Outcome.CONNECTION_REFUSED, "refused");
        }
        return new Failure(Outcome.CONNECTION_FAILED, "could not connect");
    }
}
