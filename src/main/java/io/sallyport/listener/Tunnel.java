package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.Timer;
import io.sallyport.http1.RequestDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Two sockets whose bytes go across unread, from the 2xx on. Ends when both sides have closed their halves, when one is
 * reset, or when a bound is reached; in one event.
 */
final class Tunnel {

    /** No Content-Length, no Transfer-Encoding (RFC 9110 section 9.3.6). */
    private static final byte[] ESTABLISHED =
            "HTTP/1.1 200 Connection Established\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Exchange exchange;
    private final ListenerSettings settings;
    private final TunnelLimits limits;
    private final Timer timer;
    private @Nullable Channel client;
    private @Nullable Channel upstream;
    private int closedHalves;
    private long lastMovedNanos;
    private Timer.@Nullable Cancellable idleCheck;
    private Timer.@Nullable Cancellable longest;
    private boolean over;

    Tunnel(Exchange exchange, ListenerSettings settings, Timer timer) {
        this.exchange = exchange;
        this.settings = settings;
        this.limits = TunnelLimits.of(
                settings, exchange.forward().cluster().settings().limits());
        this.timer = timer;
    }

    /**
     * Takes the client's channel over.
     *
     * @param connection the handler to be replaced
     * @param decoder to be taken out; what it read beyond the CONNECT is the tunnel's first data
     * @param clientEnded whether the client closed its half already
     */
    void open(ChannelHandlerContext connection, RequestDecoder decoder, boolean clientEnded, Channel far) {
        Channel near = connection.channel();
        client = near;
        upstream = far;
        lastMovedNanos = System.nanoTime();
        ByteBuf early = decoder.releaseRemainder();
        TunnelEnd nearEnd = new TunnelEnd(this, far, true);
        ChannelPipeline pipeline = near.pipeline();
        pipeline.replace(connection.handler(), null, nearEnd);
        pipeline.remove(decoder);
        far.pipeline().addLast(new TunnelEnd(this, near, false));

        near.writeAndFlush(Unpooled.wrappedBuffer(ESTABLISHED), near.voidPromise());
        if (early.isReadable()) {
            exchange.bytesReceived += early.readableBytes();
            far.writeAndFlush(early, far.voidPromise());
        } else {
            early.release();
        }
        if (!limits.isIdleForEver()) {
            checkIdleLater(limits.idleNanos());
        }
        long most = limits.longestMillis();
        if (most > 0) {
            longest = timer.after(
                    exchange.loop(),
                    most,
                    () -> end(new Failure(Outcome.DURATION_EXCEEDED, "the tunnel's longest duration")));
        }
        if (clientEnded) {
            nearEnd.inputClosed();
        }
        if (!near.isActive()) {
            end(new Failure(Outcome.CLIENT_GONE, "closed by the client"));
        } else if (!far.isActive()) {
            end(new Failure(Outcome.UPSTREAM_RESET, "closed by the upstream"));
        } else {
            far.config().setAutoRead(true);
            near.config().setAutoRead(true);
        }
    }

    void count(boolean fromClient, int bytes) {
        if (fromClient) {
            exchange.bytesReceived += bytes;
        } else {
            exchange.bytesSent += bytes;
        }
    }

    /** Bytes went across. */
    void moved() {
        lastMovedNanos = System.nanoTime();
    }

    /** All that one side sent has reached the other, and so has its end. */
    void halfClosed() {
        if (++closedHalves == 2) {
            end(new Failure(Outcome.COMPLETED, ""));
        } else if (!over) {
            lastMovedNanos = System.nanoTime();
            checkIdleLater(settings.tunnelHalfCloseTimeout().toNanos());
        }
    }

    /** Ends it for both sides; only the first call counts. */
    void end(Failure failure) {
        if (over) {
            return;
        }
        over = true;
        cancel(idleCheck);
        cancel(longest);
        exchange.end(failure.outcome(), failure.detail());
        close(client);
        close(upstream);
    }

    /** What was given to the socket's queue still goes out, within a bound; then it closes. */
    private void close(@Nullable Channel channel) {
        if (channel == null || !channel.isOpen()) {
            return;
        }
        // Nothing more is taken in, so that the queue only gets shorter.
        channel.config().setAutoRead(false);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
        if (channel.isOpen()) {
            timer.after(exchange.loop(), settings.lingerTimeout().toMillis(), channel::close);
        }
    }

    private void checkIdleLater(long nanos) {
        cancel(idleCheck);
        idleCheck = timer.after(exchange.loop(), TimeUnit.NANOSECONDS.toMillis(nanos) + 1, this::checkIdle);
    }

    private void checkIdle() {
        if (over) {
            return;
        }
        boolean half = closedHalves > 0;
        long limit = half ? settings.tunnelHalfCloseTimeout().toNanos() : limits.idleNanos();
        long left = limit - (System.nanoTime() - lastMovedNanos);
        if (left > 0) {
            checkIdleLater(left);
        } else {
            end(new Failure(Outcome.UPSTREAM_IDLE, half ? "half-closed and silent" : "silent"));
        }
    }

    private static void cancel(Timer.@Nullable Cancellable armed) {
        if (armed != null) {
            armed.cancel();
        }
    }
}
