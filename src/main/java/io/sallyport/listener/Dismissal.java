package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;

/**
 * A client's last moments: it is sent a few last bytes, and read on until it is done, since a socket closed with unread
 * bytes is reset, and a reset can overtake them. What it still sends is dropped.
 */
final class Dismissal extends ChannelInboundHandlerAdapter {

    private Dismissal() {}

    /** Sends the bytes and ends our half; the caller sees to it that the channel closes in the end. */
    static void begin(Channel channel, ByteBuf last) {
        if (!channel.isActive()) {
            last.release();
            channel.close();
            return;
        }
        channel.pipeline().addFirst(new Dismissal());
        channel.config().setAutoRead(true);
        channel.writeAndFlush(last).addListener((ChannelFutureListener) written -> {
            if (written.isSuccess() && channel instanceof DuplexChannel duplex && !duplex.isInputShutdown()) {
                duplex.shutdownOutput();
            } else {
                channel.close();
            }
        });
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        ReferenceCountUtil.release(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        // Nobody behind has to know.
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent || event == OpenConnections.Call.CUT) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }
}
