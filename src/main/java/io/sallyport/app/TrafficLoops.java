package io.sallyport.app;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.quarkus.runtime.ImageMode;
import io.vertx.core.impl.VertxInternal;
import java.util.concurrent.TimeUnit;

/**
 * The event loops that carry traffic. Vert.x's, but for a native executable: there Quarkus leaves Vert.x no epoll, and
 * without it nobody knows where a captured connection was going, nor can keep-alive be set.
 *
 * @param acceptors take connections
 * @param workers carry them
 * @param areOurs whether nobody else closes them
 */
record TrafficLoops(EventLoopGroup acceptors, EventLoopGroup workers, boolean areOurs) implements AutoCloseable {

    static TrafficLoops of(VertxInternal vertx) {
        if (ImageMode.current() == ImageMode.NATIVE_RUN && Epoll.isAvailable()) {
            EventLoopGroup loops =
                    new EpollEventLoopGroup(EventLoops.number(), new DefaultThreadFactory("traffic", true));
            return new TrafficLoops(loops, loops, true);
        }
        return new TrafficLoops(vertx.getAcceptorEventLoopGroup(), vertx.getEventLoopGroup(), false);
    }

    /** Ends ours, without waiting for what is still to come. */
    @Override
    public void close() {
        if (areOurs) {
            workers.shutdownGracefully(0, 1, TimeUnit.SECONDS);
        }
    }
}
