package io.sallyport.resilience;

import io.netty.channel.EventLoop;
import io.sallyport.exchange.Timer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Time that passes when the test says so. */
final class TestTimer implements Timer {

    private record Waiting(long dueMillis, Runnable task) {}

    private final List<Waiting> waiting = new ArrayList<>();
    private long nowMillis = 1_000_000;

    @Override
    public Cancellable after(EventLoop loop, long millis, Runnable task) {
        Waiting entry = new Waiting(nowMillis + millis, task);
        waiting.add(entry);
        return () -> waiting.remove(entry);
    }

    /** Lets time pass; what falls due on the way runs at its own time. */
    void advance(long millis) {
        long end = nowMillis + millis;
        while (true) {
            Waiting first = waiting.stream()
                    .filter(entry -> entry.dueMillis() <= end)
                    .min(Comparator.comparingLong(Waiting::dueMillis))
                    .orElse(null);
            if (first == null) {
                break;
            }
            waiting.remove(first);
            nowMillis = first.dueMillis();
            first.task().run();
        }
        nowMillis = end;
    }

    long nanos() {
        return TimeUnit.MILLISECONDS.toNanos(nowMillis);
    }

    boolean isIdle() {
        return waiting.isEmpty();
    }
}
