package io.sallyport.listener;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.sallyport.exchange.Connector;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Connects every tunnel to one address, or fails, or never does either. */
final class FakeConnector implements Connector {

    volatile @Nullable InetSocketAddress target;
    volatile @Nullable Failure failure;
    final CompletableFuture<Exchange> asked = new CompletableFuture<>();
    final CompletableFuture<Void> cancelled = new CompletableFuture<>();

    @Override
    public Runnable connect(Exchange exchange, Listener listener) {
        asked.complete(exchange);
        Failure planned = failure;
        InetSocketAddress address = target;
        if (planned != null) {
            exchange.loop().execute(() -> listener.failed(planned));
        } else if (address != null) {
            new Bootstrap()
                    .group(exchange.loop())
                    .channel(Epoll.isAvailable() ? EpollSocketChannel.class : NioSocketChannel.class)
                    .option(ChannelOption.ALLOW_HALF_CLOSURE, true)
                    .option(ChannelOption.AUTO_READ, false)
                    .handler(new ChannelInboundHandlerAdapter())
                    .connect(address)
                    .addListener((ChannelFuture connected) -> {
                        if (connected.isSuccess()) {
                            connected.channel().pipeline().removeFirst();
                            listener.connected(connected.channel());
                        } else {
                            listener.failed(new Failure(Outcome.CONNECTION_REFUSED, "refused"));
                        }
                    });
        }
        return () -> cancelled.complete(null);
    }
}
