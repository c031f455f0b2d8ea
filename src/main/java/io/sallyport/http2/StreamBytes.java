package io.sallyport.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Makes a stream look like a socket to what is behind it, for a CONNECT (RFC 9113 section 8.5): the content of DATA is the
 * bytes, END_STREAM the end of one direction, RST_STREAM a reset.
 */
public final class StreamBytes extends ChannelDuplexHandler {

    /** What a close says to the client, where our direction was not ended before. */
    public enum OnClose {
        /** Something broke off: RST_STREAM with CONNECT_ERROR. */
        RESET,
        /** All was said, as by TLS, which has a word of its own for that: END_STREAM. */
        END
    }

    /** How long END_STREAM may wait for a client that does not read. */
    private static final int LAST_WORD_SECONDS = 3;

    private final OnClose onClose;
    private @Nullable ChannelHandlerContext attached;
    private @Nullable ChannelFuture lastWrite;
    private boolean inputEnded;
    private boolean outputEnded;
    private boolean wasReset;

    /**
     * For one stream.
     *
     * @param onClose what a close means, where {@link #endOutput} was not called before
     */
    public StreamBytes(OnClose onClose) {
        this.onClose = onClose;
    }

    /** Nothing more goes to the client; to be called once. */
    public ChannelFuture endOutput() {
        outputEnded = true;
        return context().writeAndFlush(new DefaultHttp2DataFrame(true));
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        attached = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (!(message instanceof Http2DataFrame frame)) {
            ReferenceCountUtil.release(message);
            if (message instanceof Http2HeadersFrame) {
                from.fireExceptionCaught(new IOException("fields in the middle of a CONNECT"));
            }
            return;
        }
        boolean last = frame.isEndStream();
        ByteBuf data = frame.content();
        if (data.isReadable()) {
            from.fireChannelRead(data);
        } else {
            data.release();
        }
        if (last) {
            inputEnded = true;
            from.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
    }

    @Override
    public void write(ChannelHandlerContext to, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf data)) {
            to.write(message, promise);
            return;
        }
        ChannelPromise told = promise.unvoid();
        if (data.isReadable()) {
            lastWrite = to.write(new DefaultHttp2DataFrame(data), told);
            return;
        }
        data.release();
        // Asks when all before it is written; a frame for it would be taken for a flood.
        ChannelFuture before = lastWrite;
        if (before == null) {
            told.setSuccess();
        } else {
            before.addListener(written -> {
                if (written.isSuccess()) {
                    told.trySuccess();
                } else {
                    told.tryFailure(written.cause());
                }
            });
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof Http2ResetFrame) {
            wasReset = true;
            // The channel's end is told once all was read.
            from.channel().config().setAutoRead(true);
        }
        from.fireUserEventTriggered(event);
    }

    @Override
    public void close(ChannelHandlerContext to, ChannelPromise promise) {
        if (wasReset) {
            // The stream is about to close of itself, and a reset must not be answered by one.
            to.executor().execute(() -> to.close(promise));
            return;
        }
        if (outputEnded) {
            to.close(promise);
            return;
        }
        if (onClose == OnClose.END) {
            closeOrderly(to, promise);
            return;
        }
        outputEnded = true;
        to.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.CONNECT_ERROR));
        to.close(promise);
    }

    private void closeOrderly(ChannelHandlerContext to, ChannelPromise promise) {
        ChannelFuture told = endOutput();
        Future<?> limit = to.executor().schedule(() -> to.close(), LAST_WORD_SECONDS, TimeUnit.SECONDS);
        // A reset that came earlier would overtake what waits for the client's window.
        told.addListener(ended -> {
            limit.cancel(false);
            if (ended.isSuccess() && !inputEnded) {
                to.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.NO_ERROR));
            }
            to.close(promise);
        });
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(attached, "not in a pipeline");
    }
}
