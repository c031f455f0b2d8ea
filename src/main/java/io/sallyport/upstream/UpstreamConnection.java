package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Timer;
import io.sallyport.http1.DecoderLimits;
import io.sallyport.http1.Http1Writer;
import io.sallyport.http1.ResponseDecoder;
import io.sallyport.policy.ConnectionLimits;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection to an upstream, from one request to the next: the end of its pipeline, after the decoder. What it hears
 * goes to the {@link UpstreamCall} of the moment; when there is none, nothing should be heard, and it closes.
 */
final class UpstreamConnection extends ChannelInboundHandlerAdapter {

    private final LoopPool.Key key;
    private final LoopPool pool;
    private final Timer timer;
    private final ConnectionLimits limits;
    private final ConnectionGate gate;
    private final long streamIdleNanos;
    private final ResponseDecoder decoder = new ResponseDecoder(DecoderLimits.DEFAULT);
    private @Nullable Channel channel;
    private @Nullable UpstreamCall call;
    private Timer.@Nullable Cancellable idleCheck;
    private long lastActivityNanos;
    private long openedNanos;
    private int requests;
    private boolean broken;

    /** While a flush runs: an error then is that of the write, so the connection was gone before. */
    private boolean writing;

    private boolean writeFailed;

    /** Whether it was unused for so long that the server may have given it up. */
    private boolean stale;

    private boolean heard;
    private boolean endTold;
    private @Nullable Failure refusal;
    private boolean used;

    /**
     * @param limits how long it may be unused, how long it may live, and how many requests it may carry
     * @param gate where it has its place among the cluster's connections
     * @param streamIdleTimeout how long a request on it may see no byte; zero for ever
     */
    UpstreamConnection(
            LoopPool.Key key,
            LoopPool pool,
            Timer timer,
            ConnectionLimits limits,
            ConnectionGate gate,
            Duration streamIdleTimeout) {
        this.key = key;
        this.pool = pool;
        this.timer = timer;
        this.limits = limits;
        this.gate = gate;
        this.streamIdleNanos = streamIdleTimeout.toNanos();
    }

    LoopPool.Key key() {
        return key;
    }

    ConnectionGate gate() {
        return gate;
    }

    /** Whether a request went over it before. */
    boolean isUsed() {
        return used;
    }

    boolean isOpen() {
        return channel != null && channel.isActive();
    }

    /** Whether it ended without the end that TLS has, as it does when somebody in between cuts it (RFC 8446 6.1). */
    boolean isCutShort() {
        return key.peer() != null && !isOpen() && !endTold;
    }

    boolean isWritable() {
        return isOpen() && channel().isWritable();
    }

    /** Whether it was unused for too long, or has lived for too long. */
    boolean isExpired(long nowNanos) {
        Duration idleTimeout = limits.idleTimeout();
        return (!idleTimeout.isZero() && nowNanos - lastActivityNanos >= idleTimeout.toNanos()) || isOld(nowNanos);
    }

    private boolean isOld(long nowNanos) {
        Duration longest = limits.maxConnectionDuration();
        return longest != null && nowNanos - openedNanos >= longest.toNanos();
    }

    /** Whether it has carried as many requests as it may, or for as long. */
    private boolean isSpent() {
        return requests >= limits.maxRequestsPerConnection()
                || (limits.maxConnectionDuration() != null && isOld(System.nanoTime()));
    }

    /** Whether another request may be sent: it is open, and what was read so far ended well. */
    boolean isReusable() {
        return isOpen() && decoder.isReusable() && !isSpent();
    }

    /** A request begins: what is heard from now on is its response. */
    void begin(UpstreamCall owner, HttpMethod method) {
        call = owner;
        stale = used && System.nanoTime() - lastActivityNanos >= owner.staleAfterNanos();
        requests++;
        active();
        decoder.expect(method);
    }

    /** What is heard from now on is of another protocol; returns what was heard of it already, the caller's now. */
    ByteBuf switchProtocols() {
        return decoder.releaseRemainder();
    }

    /** Whether it has closed, and not in mid-air. */
    boolean hasEndedCleanly() {
        return !isOpen() && !broken;
    }

    /** The request is over: the connection goes to the pool, or closes. */
    void end(boolean reusable) {
        call = null;
        used = true;
        active();
        if (reusable) {
            readAutomatically(true);
            pool.put(this);
        } else {
            close();
        }
    }

    ByteBuf allocate(int capacity) {
        return channel().alloc().ioBuffer(capacity);
    }

    /** The data as a chunk. Ownership passes. */
    ByteBuf chunk(ByteBuf data) {
        return Http1Writer.chunk(channel().alloc(), data);
    }

    ChannelFuture write(ByteBuf data) {
        active();
        return channel().write(data);
    }

    void flush() {
        writing = true;
        channel().flush();
        writing = false;
    }

    void readAutomatically(boolean wanted) {
        active();
        channel().config().setAutoRead(wanted);
    }

    void close() {
        if (channel != null) {
            channel.close();
        }
    }

    private Channel channel() {
        if (channel == null) {
            throw new IllegalStateException("connection: not registered (expected: connected)");
        }
        return channel;
    }

    private void active() {
        lastActivityNanos = System.nanoTime();
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = context.channel();
        context.pipeline().addBefore(context.name(), "decoder", decoder);
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        active();
        openedNanos = lastActivityNanos;
        if (streamIdleNanos > 0) {
            checkIdleIn(streamIdleNanos);
        }
    }

    private void checkIdleIn(long nanos) {
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
        idleCheck = timer.after(channel().eventLoop(), millis, this::checkIdle);
    }

    /** One look a connection and period, not a deadline a read: a busy connection costs nothing. */
    private void checkIdle() {
        if (!isOpen()) {
            return;
        }
        boolean waiting = call != null && channel().config().isAutoRead();
        long left = waiting ? streamIdleNanos - (System.nanoTime() - lastActivityNanos) : streamIdleNanos;
        if (call != null && left <= 0) {
            call.idle();
        } else {
            checkIdleIn(left);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        heard = true;
        if (call != null) {
            call.received(message);
            return;
        }
        // A response to a request that nobody sent: whose it is meant to be cannot be known.
        ReferenceCountUtil.release(message);
        pool.remove(this);
        close();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (call != null) {
            active();
            call.readComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (call != null && context.channel().isWritable()) {
            active();
            call.writable();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event == SslCloseCompletionEvent.SUCCESS) {
            // Nothing more will come, whether or not the upstream closes its socket, too.
            endTold = true;
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        broken = true;
        writeFailed |= writing;
        if (!heard) {
            refusal = TlsFailure.refusal(cause);
        }
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (idleCheck != null) {
            idleCheck.cancel();
        }
        UpstreamCall present = call;
        if (present == null) {
            pool.remove(this);
            return;
        }
        if (refusal != null) {
            present.failed(refusal);
            return;
        }
        // What comes once the request is out is its answer, unless the server had given the connection up before.
        present.lost(broken ? "reset by the upstream" : "closed by the upstream", writeFailed || (!broken && stale));
    }
}
