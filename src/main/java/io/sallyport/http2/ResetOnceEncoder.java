package io.sallyport.http2;

import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DecoratingHttp2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2ConnectionEncoder;
import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;

/**
 * Says nothing when bytes come for a stream that was reset here: they were on their way, and RFC 9113 section 5.1 wants
 * them ignored. Netty forgets a stream when it resets it, takes what comes later for a stream that never was open, and
 * resets it again. Who answers before a body has come whole would soon seem to do nothing but reset: the bound on
 * resets, here or at the other side, would end the connection and all that is on it.
 */
final class ResetOnceEncoder extends DecoratingHttp2ConnectionEncoder {

    /** Streams that are remembered: more than are open at a time, for what is on its way was open just now. */
    private static final int REMEMBERED = 512;

    private int @Nullable [] reset;
    private int next;

    ResetOnceEncoder(Http2ConnectionEncoder encoder) {
        super(encoder);
    }

    @Override
    public ChannelFuture writeRstStream(ChannelHandlerContext context, int stream, long error, ChannelPromise promise) {
        if (connection().stream(stream) == null && error == Http2Error.STREAM_CLOSED.code() && wasReset(stream)) {
            return promise.setSuccess();
        }
        remember(stream);
        return super.writeRstStream(context, stream, error, promise);
    }

    private boolean wasReset(int stream) {
        if (reset != null) {
            for (int one : reset) {
                if (one == stream) {
                    return true;
                }
            }
        }
        return false;
    }

    private void remember(int stream) {
        if (reset == null) {
            reset = new int[REMEMBERED];
        }
        reset[next] = stream;
        next = (next + 1) % REMEMBERED;
    }
}
