package io.sallyport.listener;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/**
 * Ends a connection once the client has all that was written. Closing a socket with unread bytes resets it, and a reset
 * can overtake the answer (RFC 9112 section 9.6): so only our half is closed then, until the client is done.
 */
final class Farewell {

    private final ChannelHandlerContext context;
    private final ResponseWriter writer;
    private final ConnectionClock clock;

    Farewell(ChannelHandlerContext context, ResponseWriter writer, ConnectionClock clock) {
        this.context = context;
        this.writer = writer;
        this.clock = clock;
    }

    /** Begins to end it. Whoever is told by the clock, or of the client's end, closes. */
    void say(boolean nothingUnread) {
        clock.await(ConnectionClock.Wait.ROOM);
        writer.flush();
        context.writeAndFlush(Unpooled.EMPTY_BUFFER)
                .addListener(
                        nothingUnread ? ChannelFutureListener.CLOSE : (ChannelFutureListener) written -> closeHalf());
    }

    private void closeHalf() {
        if (!(context.channel() instanceof DuplexChannel duplex) || !duplex.isActive() || duplex.isInputShutdown()) {
            context.close();
            return;
        }
        SslHandler tls = context.pipeline().get(SslHandler.class);
        if (tls == null) {
            duplex.shutdownOutput();
        } else {
            // TLS has an end of its own; without it the client could take what it has for cut off.
            tls.closeOutbound().addListener(told -> duplex.shutdownOutput());
        }
        clock.await(ConnectionClock.Wait.CLOSE);
    }
}
