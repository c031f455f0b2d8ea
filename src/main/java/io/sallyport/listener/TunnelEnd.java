package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.http2.StreamBytes;

/** One side of a tunnel: hands what it reads to the other side, no faster than that takes it, and its end too. */
final class TunnelEnd extends ChannelInboundHandlerAdapter {

    private final Tunnel tunnel;
    private final Channel peer;
    private final boolean fromClient;
    private boolean inputClosed;

    TunnelEnd(Tunnel tunnel, Channel peer, boolean fromClient) {
        this.tunnel = tunnel;
        this.peer = peer;
        this.fromClient = fromClient;
    }

    /** This side sent all it ever will: once the peer has it, the peer is told. */
    void inputClosed() {
        if (inputClosed) {
            return;
        }
        inputClosed = true;
        peer.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(written -> {
            if (written.isSuccess()) {
                endOutput();
            }
        });
    }

    /** Where TLS was put around the bytes, it has an end of its own, and still needs the socket to answer. */
    private void endOutput() {
        StreamBytes stream = peer.pipeline().get(StreamBytes.class);
        SslHandler tls = peer.pipeline().get(SslHandler.class);
        if (tls != null) {
            tls.closeOutbound().addListener(told -> tunnel.halfClosed());
        } else if (stream != null) {
            stream.endOutput().addListener(told -> tunnel.halfClosed());
        } else if (peer instanceof DuplexChannel duplex) {
            duplex.shutdownOutput().addListener(shut -> tunnel.halfClosed());
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf data)) {
            ReferenceCountUtil.release(message);
            return;
        }
        tunnel.passes(fromClient, data);
        peer.write(data, peer.voidPromise());
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        peer.flush();
        tunnel.moved(fromClient);
        if (!peer.isWritable()) {
            context.channel().config().setAutoRead(false);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (context.channel().isWritable() && peer.isOpen()) {
            peer.config().setAutoRead(true);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event == SslCloseCompletionEvent.SUCCESS) {
            inputClosed();
        } else if (event == OpenConnections.Call.CUT) {
            tunnel.end(new Failure(Outcome.DRAINING, "the grace period is over"));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gone("closed");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        gone("reset");
        context.close();
    }

    private void gone(String how) {
        if (inputClosed) {
            // It had said its last word: many clients close both halves then, and never read ours.
            tunnel.end(new Failure(Outcome.COMPLETED, ""));
        } else if (fromClient) {
            tunnel.end(new Failure(Outcome.CLIENT_GONE, how + " by the client"));
        } else {
            tunnel.end(new Failure(Outcome.UPSTREAM_RESET, how + " by the upstream"));
        }
    }
}
