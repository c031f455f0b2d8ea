package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.Timer;
import io.sallyport.http1.RequestDecoder;
import io.sallyport.policy.TunnelRules;
import io.sallyport.tls.Alert;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Two sockets whose bytes go across unread, from the 2xx on. Ends when both sides have closed their halves, when one is
 * reset, or when a bound is reached; in one event.
 */
final class Tunnel {

    /** No Content-Length, no Transfer-Encoding (RFC 9110 section 9.3.6). */
    static final byte[] ESTABLISHED = "HTTP/1.1 200 Connection Established\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final Exchange exchange;
    private final ListenerSettings settings;
    private final TunnelLimits limits;
    private final Timer timer;
    private final @Nullable AnswerClock answerClock;
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
        Duration timeout = exchange.forward().timeout();
        this.answerClock = timeout == null ? null : new AnswerClock(timer, exchange.loop(), timeout, this::cut);
    }

    /**
     * Takes the client's channel over after a CONNECT, and tells the client.
     *
     * @param connection the handler to be replaced
     * @param decoder to be taken out; what it read beyond the CONNECT is the tunnel's first data
     * @param clientEnded whether the client closed its half already
     */
    void open(ChannelHandlerContext connection, RequestDecoder decoder, boolean clientEnded, Channel far) {
        ByteBuf early = decoder.releaseRemainder();
        Channel near = connection.channel();
        TunnelEnd nearEnd = new TunnelEnd(this, far, true);
        near.pipeline().replace(connection.handler(), null, nearEnd);
        near.pipeline().remove(decoder);
        near.writeAndFlush(Unpooled.wrappedBuffer(ESTABLISHED), near.voidPromise());
        join(near, far, nearEnd, early, clientEnded);
    }

    /**
     * Takes over a client's channel whose client was told already, or knows of no proxy.
     *
     * @param captured the handler to be replaced
     * @param early what was read already; ownership passes
     * @param clientEnded whether the client closed its half already
     */
    void openCaptured(ChannelHandlerContext captured, ByteBuf early, boolean clientEnded, Channel far) {
        Channel near = captured.channel();
        TunnelEnd nearEnd = new TunnelEnd(this, far, true);
        near.pipeline().replace(captured.handler(), null, nearEnd);
        join(near, far, nearEnd, early, clientEnded);
    }

    private void join(Channel near, Channel far, TunnelEnd nearEnd, ByteBuf early, boolean clientEnded) {
        client = near;
        upstream = far;
        lastMovedNanos = System.nanoTime();
        far.pipeline().addLast(new TunnelEnd(this, near, false));
        ChannelHandlerContext first = checked(near.pipeline(), nearEnd);
        limitTime();
        ChannelInboundHandler entrance = (ChannelInboundHandler) first.handler();
        try {
            if (early.isReadable()) {
                entrance.channelRead(first, early);
                entrance.channelReadComplete(first);
            } else {
                early.release();
            }
            if (clientEnded && !over) {
                entrance.userEventTriggered(first, ChannelInputShutdownEvent.INSTANCE);
            }
        } catch (Exception e) {
            throw new IllegalStateException("a tunnel's own handlers", e);
        }
        if (over) {
            return;
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

    /** Where the client's bytes come in: at the check of the first of them, if there is one. */
    private ChannelHandlerContext checked(ChannelPipeline pipeline, TunnelEnd nearEnd) {
        TunnelRules rules = exchange.forward().tunnel();
        ChannelHandlerContext end = pipeline.context(nearEnd);
        if (rules == null) {
            return end;
        }
        FirstBytes check = new FirstBytes(this, exchange, rules, timer, settings.headerTimeout());
        pipeline.addBefore(end.name(), null, check);
        return pipeline.context(check);
    }

    private void limitTime() {
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
    }

    void count(boolean fromClient, int bytes) {
        if (fromClient) {
            exchange.bytesReceived += bytes;
        } else {
            exchange.bytesSent += bytes;
        }
    }

    /** Bytes are about to go across. */
    void passes(boolean fromClient, ByteBuf data) {
        count(fromClient, data.readableBytes());
        if (answerClock != null) {
            answerClock.passes(fromClient, data);
        }
    }

    /** Bytes went across. */
    void moved(boolean fromClient) {
        lastMovedNanos = System.nanoTime();
        AnswerClock clock = answerClock;
        if (clock == null) {
            return;
        }
        if (fromClient) {
            clock.asked();
        } else {
            clock.answered();
        }
    }

    /** All that one side sent has reached the other, and so has its end. */
    void halfClosed() {
        if (answerClock != null) {
            answerClock.stop();
        }
        if (++closedHalves == 2) {
            end(new Failure(Outcome.COMPLETED, ""));
        } else if (!over) {
            lastMovedNanos = System.nanoTime();
            checkIdleLater(settings.tunnelHalfCloseTimeout().toNanos());
        }
    }

    /** Ends it for both sides; only the first call counts. */
    void end(Failure failure) {
        if (finish(failure)) {
            close(client);
            close(upstream);
        }
    }

    /** Ends it before a byte of the client went upstream: the client is told by an alert, as a TLS server would. */
    void refuse(Failure failure, Alert alert) {
        if (!finish(failure)) {
            return;
        }
        if (upstream != null) {
            upstream.close();
        }
        Channel near = client;
        if (near != null) {
            Dismissal.begin(near, alert.record());
            timer.after(exchange.loop(), settings.lingerTimeout().toMillis(), near::close);
        }
    }

    /** Ends it in the middle, where an orderly end could be taken for the far side's own. */
    private void cut(Failure failure) {
        if (!finish(failure)) {
            return;
        }
        if (client != null) {
            client.config().setOption(ChannelOption.SO_LINGER, 0);
            client.close();
        }
        if (upstream != null) {
            upstream.close();
        }
    }

    /** @return whether this is the end, and not one was before */
    private boolean finish(Failure failure) {
        if (over) {
            return false;
        }
        over = true;
        cancel(idleCheck);
        cancel(longest);
        if (answerClock != null) {
            answerClock.stop();
        }
        exchange.end(failure.outcome(), failure.detail());
        return true;
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
