package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInboundInvoker;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.http1.RequestDecoder;
import io.sallyport.http2.StreamBytes;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * Shakes hands with a client as the host that its CONNECT named, or its ClientHello where it was captured, and hands the
 * channel to what speaks HTTP, either version. The exchange of the CONNECT, or of the captured connection, ends here, well
 * or not; each request inside is an exchange of its own.
 */
final class TlsReception extends ChannelInboundHandlerAdapter implements InnerReception {

    private final ListenerContext context;
    private final Dispatch dispatch;
    private final Exchange exchange;
    private final SslContext identity;
    private final InnerOrigin origin;
    private final ExpectedServerName expected;

    TlsReception(ListenerContext context, Dispatch dispatch, Exchange exchange, SslContext identity) {
        this.context = context;
        this.dispatch = dispatch;
        this.exchange = exchange;
        this.identity = identity;
        this.origin = new InnerOrigin(exchange.head().host(), exchange.head().port());
        this.expected = new ExpectedServerName(origin.host());
    }

    @Override
    public void open(ChannelHandlerContext connection, RequestDecoder decoder) {
        Channel channel = connection.channel();
        ByteBuf early = decoder.releaseRemainder();
        channel.pipeline().replace(connection.handler(), null, this);
        channel.pipeline().remove(decoder);
        channel.writeAndFlush(Unpooled.wrappedBuffer(Tunnel.ESTABLISHED), channel.voidPromise());
        begin(channel, early, false);
    }

    @Override
    public void openCaptured(ChannelHandlerContext replaced, ByteBuf early, boolean inputClosed) {
        replaced.pipeline().replace(replaced.handler(), null, this);
        begin(replaced.channel(), early, inputClosed);
    }

    private void begin(Channel channel, ByteBuf early, boolean inputClosed) {
        if (!channel.isActive()) {
            early.release();
            end(HandshakeFailure.gone());
            return;
        }
        ChannelInboundInvoker entrance = addTls(channel);
        if (early.isReadable()) {
            entrance.fireChannelRead(early).fireChannelReadComplete();
        } else {
            early.release();
        }
        if (inputClosed) {
            entrance.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
        channel.config().setAutoRead(true);
    }

    /** Behind what makes bytes of a stream; on a socket in front of all, also of what is about to step aside. */
    private ChannelInboundInvoker addTls(Channel channel) {
        ChannelPipeline pipeline = channel.pipeline();
        ChannelHandlerContext stream = pipeline.context(StreamBytes.class);
        SslHandler tls = tls(channel);
        if (stream == null) {
            pipeline.addFirst(tls);
            return pipeline;
        }
        tls.engine().setHandshakeApplicationProtocolSelector((engine, offered) -> agreedInStream(offered));
        pipeline.addAfter(stream.name(), null, tls);
        return stream;
    }

    /** Netty makes channels of the streams of a socket, not of those of a stream: see {@link VersionChoice}. */
    private static @Nullable String agreedInStream(List<String> offered) {
        return offered.contains(ApplicationProtocolNames.HTTP_1_1) ? ApplicationProtocolNames.HTTP_1_1 : null;
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
