package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundInvoker;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Outcome;
import io.sallyport.http1.RequestDecoder;
import io.sallyport.http2.StreamBytes;

/**
 * Hands the channel of a CONNECT to a port without TLS to what speaks HTTP, so that the requests inside are read as if
 * the client had sent them without a tunnel. The exchange of the CONNECT ends here, well.
 */
final class PlainReception implements InnerReception {

    private final ListenerContext context;
    private final Dispatch dispatch;
    private final Exchange exchange;

    PlainReception(ListenerContext context, Dispatch dispatch, Exchange exchange) {
        this.context = context;
        this.dispatch = dispatch;
        this.exchange = exchange;
    }

    @Override
    public void open(ChannelHandlerContext connection, RequestDecoder decoder) {
        Channel channel = connection.channel();
        ByteBuf early = decoder.releaseRemainder();
        channel.pipeline().remove(decoder);
        channel.writeAndFlush(Unpooled.wrappedBuffer(Tunnel.ESTABLISHED), channel.voidPromise());
        openCaptured(connection, early, false);
    }

    @Override
    public void openCaptured(ChannelHandlerContext replaced, ByteBuf early, boolean inputClosed) {
        exchange.end(Outcome.COMPLETED, "");
        ChannelPipeline pipeline = replaced.pipeline();
        Channel channel = replaced.channel();
        InnerOrigin origin =
                new InnerOrigin("http", exchange.head().host(), exchange.head().port());
        Reception.furnish(pipeline, context, dispatch, false, origin);
        pipeline.remove(replaced.handler());
        ChannelHandlerContext stream = pipeline.context(StreamBytes.class);
        ChannelInboundInvoker entrance = stream == null ? pipeline : stream;
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
}
