package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.Http2Connection;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.Timer;
import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.ConnectionLimits;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection of HTTP/2 to an upstream: the end of its pipeline, after the codec. In the pool from beginning to end,
 * unless it takes no more requests: the upstream goes away, or it has carried as many or for as long as it may.
 */
final class MultiplexedConnection extends ChannelInboundHandlerAdapter implements UpstreamConnection {

    /** Ids of streams are odd and below 2^31; a good while before they are used up, another connection is made. */
    private static final int MOST_REQUESTS = 1 << 29;

    private final LoopPool.Key key;
    private final LoopPool pool;
    private final Timer timer;
    private final ConnectionLimits limits;
    private final ConnectionGate gate;
    private final int maxStreams;
    private final long streamIdleNanos;
    private final Channel channel;
    private final Http2Connection.Endpoint<?> endpoint;
    private final Set<MultiplexedLane> lanes = new LinkedHashSet<>();
    private final long openedNanos = System.nanoTime();
    private long lastActivityNanos = openedNanos;
    private Timer.@Nullable Cancellable idleCheck;
    private int requests;
    private int lastStreamTaken = Integer.MAX_VALUE;
    private boolean settled;
    private boolean leaving;
    private boolean broken;
    private @Nullable Failure failure;

    private MultiplexedConnection(
            Channel channel,
            Http2FrameCodec codec,
            LoopPool.Key key,
            LoopPool pool,
            Timer timer,
            ClusterSettings settings,
            ConnectionGate gate,
            Duration streamIdleTimeout) {
        this.channel = channel;
        this.endpoint = codec.connection().local();
        this.key = key;
        this.pool = pool;
        this.timer = timer;
        this.limits = settings.limits();
        this.maxStreams = settings.http().maxConcurrentStreams();
        this.gate = gate;
        this.streamIdleNanos = streamIdleTimeout.toNanos();
    }

    /** Makes one of a channel that was prepared. */
    static MultiplexedConnection install(
            Channel channel,
            LoopPool.Key key,
            LoopPool pool,
            Timer timer,
            ClusterSettings settings,
            ConnectionGate gate,
            Duration streamIdleTimeout) {
        Http2FrameCodec codec = Http2Codec.create();
        MultiplexedConnection connection =
                new MultiplexedConnection(channel, codec, key, pool, timer, settings, gate, streamIdleTimeout);
        codec.connection().addListener(connection.new Watch());
        channel.pipeline().replace(Unprepared.class, null, codec);
        channel.pipeline().addLast(new Http2MultiplexHandler(new NoPush()), connection);
        pool.add(connection);
        if (connection.streamIdleNanos > 0) {
            connection.checkIdleIn(connection.streamIdleNanos);
        }
        return connection;
    }

    @Override
    public LoopPool.Key key() {
        return key;
    }

    @Override
    public ConnectionGate gate() {
        return gate;
    }

    Channel channel() {
        return channel;
    }

    /** As {@code :scheme} has it: TLS with a proxy is not TLS with the server behind it. */
    String scheme() {
        return key.peer() != null && key.proxy() == null ? "https" : "http";
    }

    /** Whether another request may begin. Until the upstream has said how many it takes, only one may. */
    boolean hasRoom() {
        int most = settled ? maxStreams : 1;
        return isOpen() && !leaving && lanes.size() < most && endpoint.canOpenStream() && !isSpent();
    }

    private boolean isSpent() {
        return requests >= Math.min(MOST_REQUESTS, limits.maxRequestsPerConnection()) || isOld(System.nanoTime());
    }

    private boolean isOld(long nowNanos) {
        Duration longest = limits.maxConnectionDuration();
        return longest != null && nowNanos - openedNanos >= longest.toNanos();
    }

    /** Whether it was unused for too long, or has lived for too long. */
    boolean isExpired(long nowNanos) {
        Duration idleTimeout = limits.idleTimeout();
        boolean idle = isUnused() && !idleTimeout.isZero() && nowNanos - lastActivityNanos >= idleTimeout.toNanos();
        return idle || isOld(nowNanos);
    }

    boolean isUnused() {
        return lanes.isEmpty();
    }

    boolean isOpen() {
        return channel.isActive();
    }

    /** Whether it ended by an error, not by the upstream's will. */
    boolean isBroken() {
        return broken;
    }

    /** Whether the upstream said that it has not looked at the stream, nor will. */
    boolean isRefused(int streamId) {
        return streamId > lastStreamTaken;
    }

    /** Why all requests on it fail; null where there is no such reason. */
    @Nullable
    Failure failure() {
        return failure;
    }

    @Override
    public RequestLane lane() {
        long unusedNanos = isUnused() ? System.nanoTime() - lastActivityNanos : -1;
        MultiplexedLane lane = new MultiplexedLane(this, requests > 0, unusedNanos);
        requests++;
        lanes.add(lane);
        return lane;
    }

    /** A request is over. Harmless when told again. */
    void ended(MultiplexedLane lane) {
        if (!lanes.remove(lane)) {
            return;
        }
        lastActivityNanos = System.nanoTime();
        if (lanes.isEmpty() && (leaving || pool.isClosed() || isSpent())) {
            retire();
        } else {
            offerRoom();
        }
    }

    /** Takes no more requests, and closes when those on it are over. */
    void retire() {
        leaving = true;
        pool.shared().remove(this);
        closeIfUnused();
    }

    @Override
    public void closeIfUnused() {
        if (lanes.isEmpty()) {
            leaving = true;
            pool.shared().remove(this);
            channel.close();
        }
    }

    /** Later: the codec counts a stream for a moment longer than its request lasts. */
    private void offerRoom() {
        if (gate.waiting() > 0) {
            channel.eventLoop().execute(() -> {
                boolean taken = true;
                while (taken && hasRoom() && gate.waiting() > 0) {
                    taken = gate.handOver(this, channel.eventLoop());
                }
            });
        }
    }

    private void checkIdleIn(long nanos) {
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(nanos));
        idleCheck = timer.after(channel.eventLoop(), millis, this::checkIdle);
    }

    private void checkIdle() {
        if (!isOpen()) {
            return;
        }
        long now = System.nanoTime();
        long least = streamIdleNanos;
        for (MultiplexedLane lane : List.copyOf(lanes)) {
            long left = streamIdleNanos - lane.silentNanos(now);
            if (left <= 0) {
                lane.idle();
            } else {
                least = Math.min(least, left);
            }
        }
        checkIdleIn(least);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Http2SettingsFrame && !settled) {
            settled = true;
            pool.shared().settle(key, true);
            offerRoom();
        }
        ReferenceCountUtil.release(message);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        broken = true;
        if (cause instanceof Http2Exception malformed) {
            failure = new Failure(
                    Outcome.UPSTREAM_MALFORMED,
                    settled ? "HTTP/2 " + malformed.error() : "the upstream does not speak HTTP/2");
        } else if (!settled) {
            failure = TlsFailure.refusal(cause);
        }
        context.close();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (idleCheck != null) {
            idleCheck.cancel();
        }
        leaving = true;
        pool.shared().remove(this);
        if (!settled) {
            settled = true;
            pool.shared().settle(key, false);
        }
        context.fireChannelInactive();
    }

    /** Hears of the upstream's going away before the streams it did not take are closed. */
    private final class Watch extends Http2ConnectionAdapter {
        @Override
        public void onGoAwayReceived(int lastStreamId, long errorCode, ByteBuf debugData) {
            lastStreamTaken = lastStreamId;
            leaving = true;
            pool.shared().remove(MultiplexedConnection.this);
            // Not while the codec is at it.
            channel.eventLoop().execute(MultiplexedConnection.this::closeIfUnused);
        }

        @Override
        public void onStreamClosed(Http2Stream stream) {
            offerRoom();
        }
    }

    /** Pushes were refused in our settings, so that the codec takes one for an error before this is asked. */
    @ChannelHandler.Sharable
    private static final class NoPush extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            context.close();
        }
    }
}
