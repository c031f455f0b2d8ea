package io.sallyport.listener;

import io.netty.channel.Channel;
import io.netty.channel.group.ChannelGroup;
import io.netty.channel.group.DefaultChannelGroup;
import io.netty.util.concurrent.GlobalEventExecutor;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** The client connections of one listener: how many there are, and whether they are asked to end. For all threads. */
final class OpenConnections {

    /** What every connection may be told, as a user event. */
    enum Call {
        /** Tell the client, at the next opportunity, to use another connection from then on. */
        RETIRE,
        /** End as soon as nothing is in flight. */
        DRAIN,
        /** End now, whatever is in flight. */
        CUT
    }

    private final int limit;
    private final ChannelGroup channels = new DefaultChannelGroup(GlobalEventExecutor.INSTANCE, true);
    private final AtomicInteger open = new AtomicInteger();
    private final LongAdder active = new LongAdder();
    private final CompletableFuture<Void> allClosed = new CompletableFuture<>();
    private final Set<SocketAddress> ours = ConcurrentHashMap.newKeySet();
    private volatile boolean retiring;
    private volatile boolean draining;

    OpenConnections(int limit) {
        this.limit = limit;
    }

    /**
     * Counts a connection in, until it closes.
     *
     * @return whether it is within the limit
     */
    boolean add(Channel channel) {
        int count = open.incrementAndGet();
        channels.add(channel);
        channel.closeFuture().addListener(closed -> {
            if (open.decrementAndGet() == 0 && draining) {
                allClosed.complete(null);
            }
        });
        return count <= limit;
    }

    /** Remembers a connection that we made, until it closes. */
    void made(Channel channel) {
        SocketAddress own = channel.localAddress();
        if (own != null) {
            ours.add(own);
            channel.closeFuture().addListener(closed -> ours.remove(own));
        }
    }

    /** Whether a client is ourselves: what we sent out was led back to us. */
    boolean isOurs(@Nullable SocketAddress client) {
        return client != null && ours.contains(client);
    }

    /** Where exchanges in flight are counted. */
    LongAdder active() {
        return active;
    }

    /** Whether clients are to use another connection after the present request. */
    boolean retiring() {
        return retiring;
    }

    /** Whether connections end as soon as nothing is in flight. */
    boolean draining() {
        return draining;
    }

    /** Asks all to let their clients go; none is closed for it, and further ones may come. */
    void retire() {
        retiring = true;
        tellAll(Call.RETIRE);
    }

    /** Asks all to end. Completes when they have; a connection that comes later is asked by whoever adds it. */
    CompletableFuture<Void> drain() {
        retiring = true;
        draining = true;
        if (open.get() == 0) {
            allClosed.complete(null);
        }
        tellAll(Call.DRAIN);
        return allClosed;
    }

    /** Ends all at once. */
    void cut() {
        tellAll(Call.CUT);
    }

    private void tellAll(Call call) {
        // The pipeline moves the event to the connection's own loop.
        channels.forEach(channel -> channel.pipeline().fireUserEventTriggered(call));
    }
}
