package io.sallyport.app;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.netty.util.concurrent.EventExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How late event loops are: {@code sallyport_event_loop_delay_seconds}, the longest time since the last scrape that a
 * timer had to wait for its turn. Everything a loop carries is late by as much.
 */
final class LoopDelay {

    /** Seldom enough to cost nothing, often enough that a loop that hangs is seen. */
    private static final long EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final AtomicLong longest = new AtomicLong();

    void register(MeterRegistry metrics, Iterable<EventExecutor> loops) {
        Gauge.builder("sallyport.event.loop.delay", () -> longest.getAndSet(0) / 1e9)
                .description("The longest delay of an event loop since the last scrape.")
                .baseUnit("seconds")
                .register(metrics);
        loops.forEach(loop -> next(loop, System.nanoTime()));
    }

    private void next(EventExecutor loop, long now) {
        long due = now + EVERY_NANOS;
        loop.schedule(
                () -> {
                    long ran = System.nanoTime();
                    longest.accumulateAndGet(ran - due, Math::max);
                    next(loop, ran);
                },
                EVERY_NANOS,
                TimeUnit.NANOSECONDS);
    }
}
