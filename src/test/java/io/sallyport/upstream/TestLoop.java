package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.sallyport.exchange.Timer;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** An event loop of one thread, epoll where there is one, and a timer on it. */
final class TestLoop implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 10;

    private final EventLoopGroup group;

    private TestLoop(EventLoopGroup group) {
        this.group = group;
    }

    static TestLoop started() {
        return new TestLoop(Epoll.isAvailable() ? new EpollEventLoopGroup(1) : new NioEventLoopGroup(1));
    }

    static TestLoop nio() {
        return new TestLoop(new NioEventLoopGroup(1));
    }

    EventLoop loop() {
        return group.next();
    }

    Timer timer() {
        return (on, millis, task) -> {
            Future<?> scheduled = on.schedule(task, millis, TimeUnit.MILLISECONDS);
            return () -> scheduled.cancel(false);
        };
    }

    /** Runs something on the loop and waits for what it returns. */
    <T> T call(Callable<T> task) {
        return await(CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return task.call();
                    } catch (Exception e) {
                        throw new AssertionError(e);
                    }
                },
                loop()));
    }

    void run(Runnable task) {
        call(() -> {
            task.run();
            return "done";
        });
    }

    static <T> T await(CompletableFuture<T> future) {
        return future.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
