package io.sallyport.listener;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.sallyport.exchange.Timer;
import java.util.concurrent.TimeUnit;

/** A timer a task: exact, and dear enough to be for tests only. */
final class LoopTimer implements Timer {

    @Override
    public Cancellable after(EventLoop loop, long millis, Runnable task) {
        ScheduledFuture<?> scheduled = loop.schedule(task, millis, TimeUnit.MILLISECONDS);
        return () -> scheduled.cancel(false);
    }
}
