package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
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
 * A connection of HTTP/1 to an upstream, from one request to the next: the end of its pipeline, after the decoder. What it hears
 * goes to the {@link UpstreamCall} of the moment; when there is none, nothing should be heard, and it closes.
 */
final class Http1Connection extends ChannelInboundHandlerAdapter implements UpstreamConnection, RequestLane {

    private final LoopPool.Key key;
    private final LoopPool pool;
    private final Timer timer;
    private final ConnectionLimits limits;
    private final ConnectionGate gate;
    private final long streamIdleNanos;
    private final ResponseDecoder decoder = new ResponseDecoder(DecoderLimits.DEFAULT);
    private @Nullable Channel channel;
    private @Nullable UpstreamCall call;
    private @Nullable RequestWriter writer;
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
    Http1Connection(
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

    @Override
    public LoopPool.Key key() {
        return key;
    }

    @Override
    public ConnectionGate gate() {
        return gate;
    }

    @Override
    public RequestLane lane() {
        return this;
    }

    @Override
    public boolean isUsed() {
        return used;
    }

    @Override
    public boolean isOpen() {
        return channel != null && channel.isActive();
    }

    @Override
    public boolean isCutShort() {
        return key.peer() != null && !isOpen() && !endTold;
    }

    @Override
    public boolean isWritable() {
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

    @Override
    public void begin(UpstreamCall owner, HttpRequest request, RequestFraming framing) {
        call = owner;
        writer = new RequestWriter(this, request, framing);
        stale = used && System.nanoTime() - lastActivityNanos >= owner.staleAfterNanos();
        requests++;
        active();
        decoder.expect(request.method());
    }

    @Override
    public void head() {
        writer().head();
    }

    @Override
    public void body(ByteBuf data) {
        writer().body(data);
    }

    @Override
    public void end(HttpHeaders trailers) {
        writer().end(trailers);
    }

    private RequestWriter writer() {
        if (writer == null) {
            throw new IllegalStateException("request: none (expected: begun)");
        }
        return writer;
    }

    @Override
    public ByteBuf switchProtocols() {
        return decoder.releaseRemainder();
    }

    @Override
    public boolean hasEndedCleanly() {
        return !isOpen() && !broken;
    }

    @Override
    public void unused() {
        end(isReusable());
    }

    @Override
    public void complete(boolean requestEnded) {
        end(requestEnded && writer().isSent() && isReusable());
    }

    @Override
    public void abandon() {
        end(false);
    }

    /** The request is over: the connection goes to the pool, or closes. */
    private void end(boolean reusable) {
        call = null;
        writer = null;
        used = true;
        active();
        if (reusable) {
            readAutomatically(true);
            pool.put(this);
        } else {
            close();
        }
    }

    @Override
    public void closeIfUnused() {
        if (call == null) {
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

    @Override
    public void flush() {
        writing = true;
        channel().flush();
        writing = false;
    }

    @Override
    public void readAutomatically(boolean wanted) {
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
