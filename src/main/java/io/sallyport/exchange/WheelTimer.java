package io.sallyport.exchange;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A coarse wheel on every event loop: adding and cancelling cost a few pointers, where the loop's own queue of
 * scheduled tasks would cost a sift through a heap.
 *
 * <p>Never early. Late by at most two ticks of 10 ms on an idle loop.
 */
public final class WheelTimer implements Timer {

    private final LongSupplier nanoClock;

    // A loop has one thread and keeps it, so its wheel needs neither lock nor map.
    private final FastThreadLocal<@Nullable Wheel> wheels = new FastThreadLocal<>();

    public WheelTimer() {
        this(System::nanoTime);
    }

    /** @param nanoClock counts nanoseconds from anywhere, as {@link System#nanoTime} does */
    WheelTimer(LongSupplier nanoClock) {
        this.nanoClock = nanoClock;
    }

    /**
     * {@inheritDoc}
     *
     * @param millis 0 or more; less counts as 0
     * @throws IllegalStateException when called from another thread than the loop's
     */
    @Override
    public Cancellable after(EventLoop loop, long millis, Runnable task) {
        if (!loop.inEventLoop()) {
            throw new IllegalStateException("thread: " + Thread.currentThread() + " (expected: the event loop's own)");
        }
        return wheel(loop).add(millis, task);
    }

    private Wheel wheel(EventLoop loop) {
        Wheel wheel = wheels.get();
        if (wheel == null || !wheel.turnsOn(loop)) {
            wheel = new Wheel(loop, nanoClock);
            wheels.set(wheel);
        }
        return wheel;
    }
}
