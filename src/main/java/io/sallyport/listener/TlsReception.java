package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.http1.RequestDecoder;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/**
 * Shakes hands with a client as the host that its CONNECT named, and hands the connection to another {@link
 * ClientConnection}, which reads what is inside. The CONNECT's exchange ends here, well or not; each request inside is
 * an exchange of its own.
 */
final class TlsReception extends ChannelInboundHandlerAdapter {

    private final ListenerContext context;
    private final Dispatch dispatch;
    private final Exchange exchange;
    private final SslContext identity;
    private final TlsOrigin origin;
    private final ExpectedServerName expected;

    TlsReception(ListenerContext context, Dispatch dispatch, Exchange exchange, SslContext identity) {
        this.context = context;
        this.dispatch = dispatch;
        this.exchange = exchange;
        this.identity = identity;
        this.origin = new TlsOrigin(exchange.head().host(), exchange.head().port());
        this.expected = new ExpectedServerName(origin.host());
    }

    /**
     * Takes the client's channel over, and tells the client.
     *
     * @param connection the handler to be replaced
     * @param decoder to be taken out; what it read beyond the CONNECT begins the handshake
     */
    void open(ChannelHandlerContext connection, RequestDecoder decoder) {
        Channel channel = connection.channel();
        ChannelPipeline pipeline = channel.pipeline();
        ByteBuf early = decoder.releaseRemainder();
        pipeline.replace(connection.handler(), null, this);
        pipeline.remove(decoder);
        channel.writeAndFlush(Unpooled.wrappedBuffer(Tunnel.ESTABLISHED), channel.voidPromise());
        if (!channel.isActive()) {
            early.release();
            end(HandshakeFailure.gone());
            return;
        }
        pipeline.addFirst(tls(channel));
        if (early.isReadable()) {
            pipeline.fireChannelRead(early).fireChannelReadComplete();
        } else {
            early.release();
        }
        channel.config().setAutoRead(true);
    }

    private SslHandler tls(Channel channel) {
        SslHandler handler = identity.newHandler(channel.alloc());
        handler.setHandshakeTimeoutMillis(context.settings().headerTimeout().toMillis());
        SSLEngine engine = handler.engine();
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setSNIMatchers(List.of(expected));
        engine.setSSLParameters(parameters);
        return handler;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext here, Object event) {
        if (event instanceof SslHandshakeCompletionEvent done) {
            if (done.isSuccess()) {
                admit(here);
            } else {
                end(HandshakeFailure.of(done.cause(), origin, expected.refused()));
                here.close();
            }
        } else if (event instanceof ChannelInputShutdownEvent) {
            end(HandshakeFailure.gone());
            here.close();
        } else if (event == OpenConnections.Call.CUT) {
            end(new Failure(Outcome.DRAINING, "the grace period is over"));
            here.close();
        }
    }

    private void admit(ChannelHandlerContext here) {
        exchange.end(Outcome.COMPLETED, "");
        ChannelPipeline pipeline = here.pipeline();
        pipeline.addLast(new CloseNotify());
        Reception.furnish(pipeline, context, dispatch, false, origin);
        pipeline.remove(this);
    }

    private void end(Failure failure) {
        exchange.end(failure.outcome(), failure.detail());
    }

    @Override
    public void channelRead(ChannelHandlerContext here, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelInactive(ChannelHandlerContext here) {
        end(HandshakeFailure.gone());
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext here, Throwable cause) {
        end(HandshakeFailure.of(cause, origin, expected.refused()));
        here.close();
    }
}
