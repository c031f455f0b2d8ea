package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.exchange.Timer;
import io.sallyport.http2.Preface;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells by a connection's first bytes whether its client speaks HTTP/2 or HTTP/1, and steps aside. It stands before what
 * speaks HTTP/1, which waits for its first byte meanwhile; a first byte other than P is passed on as it comes.
 *
 * <p>What was agreed on by ALPN (RFC 7301) is not asked for: a client that agreed on h2 has to send the preface first.
 */
final class VersionChoice extends ChannelInboundHandlerAdapter {

    private final ListenerContext context;
    private final Dispatch dispatch;
    private final boolean excess;
    private final @Nullable InnerOrigin origin;
    private final List<ChannelHandler> http1;
    private @Nullable ByteBuf held;
    private Timer.@Nullable Cancellable deadline;

    /** @param http1 the handlers that speak HTTP/1, to be taken out if the client does not */
    VersionChoice(
            ListenerContext context,
            Dispatch dispatch,
            boolean excess,
            @Nullable InnerOrigin origin,
            List<ChannelHandler> http1) {
        this.context = context;
        this.dispatch = dispatch;
        this.excess = excess;
        this.origin = origin;
        this.http1 = http1;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (!(message instanceof ByteBuf data)) {
            from.fireChannelRead(message);
            return;
        }
        if (held == null && !data.isReadable()) {
            data.release();
            return;
        }
        ByteBuf before = held;
        ByteBuf all = before == null ? data : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(from.alloc(), before, data);
        held = all;
        switch (Preface.look(all)) {
            case WHOLE -> {
                if (isStream(from)) {
                    stayHttp1(from);
                } else {
                    becomeHttp2(from);
                }
            }
            case OTHER -> stayHttp1(from);
            case PARTIAL -> {
                if (deadline == null) {
                    deadline = context.services()
                            .timer()
                            .after(
                                    from.channel().eventLoop(),
                                    context.settings().headerTimeout().toMillis(),
                                    from::close);
                }
            }
        }
    }

    /**
     * Whether these are the bytes of a CONNECT of HTTP/2. Such a stream carries no HTTP/2 of its own: Netty takes stream 1
     * for that of an upgrade wherever the channel's parent is no server's, and it could not be answered.
     */
    private static boolean isStream(ChannelHandlerContext here) {
        return here.channel() instanceof Http2StreamChannel;
    }

    private void becomeHttp2(ChannelHandlerContext here) {
        ChannelPipeline pipeline = here.pipeline();
        http1.forEach(pipeline::remove);
        ClientStreams.furnish(pipeline, context, dispatch, excess, origin);
        passOn(here);
    }

    private void stayHttp1(ChannelHandlerContext here) {
        SslHandler tls = here.pipeline().get(SslHandler.class);
        if (tls != null && ApplicationProtocolNames.HTTP_2.equals(tls.applicationProtocol())) {
            here.close();
            return;
        }
        passOn(here);
    }

    private void passOn(ChannelHandlerContext here) {
        ByteBuf all = held;
        held = null;
        if (all != null) {
            here.fireChannelRead(all);
        }
        if (!here.isRemoved()) {
            here.pipeline().remove(this);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof ChannelInputShutdownEvent && held != null) {
            stayHttp1(from);
        }
        from.fireUserEventTriggered(event);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        if (deadline != null) {
            deadline.cancel();
        }
        ReferenceCountUtil.release(held);
        held = null;
    }
}
