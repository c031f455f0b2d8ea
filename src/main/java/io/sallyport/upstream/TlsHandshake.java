package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Shakes hands with the peer, and makes sure that it is the one. A connection whose peer is not never gets to whoever
 * wanted it.
 *
 * @param protocols what is offered by ALPN (RFC 7301), best first; empty for nothing
 */
record TlsHandshake(TlsClients clients, TlsPeer peer, List<String> protocols) implements Preparation {

    TlsHandshake {
        protocols = List.copyOf(protocols);
    }

    /** Whether TLS is spoken on it. */
    static boolean isEncrypted(Channel channel) {
        return channel.pipeline().get(SslHandler.class) != null;
    }

    /** The protocol that the server chose; empty where it chose none, or there is no TLS. */
    static String chosen(Channel channel) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        String chosen = tls == null ? null : tls.engine().getApplicationProtocol();
        return chosen == null ? "" : chosen;
    }

    @Override
    public void run(Channel channel, long nanos, Dialer.Listener listener) {
        // What the server sends before the files are read is for the handshake, too.
        boolean automatic = channel.config().isAutoRead();
        channel.config().setAutoRead(false);
        clients.get(peer.settings(), channel.eventLoop(), new TlsClients.Receiver() {
            @Override
            public void ready(TlsClient client) {
                begin(client, channel, automatic, nanos, listener);
            }

            @Override
            public void unusable(String reason) {
                channel.close();
                listener.failed(new Failure(Outcome.TLS_FAILED, reason));
            }
        });
    }

    private void begin(TlsClient client, Channel channel, boolean automatic, long nanos, Dialer.Listener listener) {
        if (!channel.isActive()) {
            // No handshake would ever begin, nor fail.
            channel.close();
            listener.failed(new Failure(Outcome.TLS_FAILED, "closed by the upstream before the handshake"));
            return;
        }
        SslHandler tls = client.handler(channel, peer, protocols);
        tls.setHandshakeTimeoutMillis(Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos)));
        Silence silence = new Silence();
        channel.pipeline().addFirst(silence).addFirst(tls);
        channel.config().setAutoRead(automatic);
        tls.handshakeFuture().addListener(done -> {
            if (done.isSuccess()) {
                channel.pipeline().remove(silence);
                listener.connected(channel);
            } else {
                channel.close();
                listener.failed(TlsFailure.of(done.cause()));
            }
        });
    }

    /** Keeps what happens during the handshake from whoever is not in charge yet: the handshake's future tells it. */
    private static final class Silence extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ReferenceCountUtil.release(message);
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            // Of a channel that may be half open, nothing else tells that no answer will come.
            if (event instanceof ChannelInputShutdownEvent) {
                context.close();
            }
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
