package io.sallyport.listener;

import io.netty.channel.EventLoop;
import io.sallyport.exchange.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Bounds how long a connection waits for its client. Requests come far more often than a bound is reached, so the timer
 * is left running when a wait ends, and looks again when it fires: a request costs no timer.
 */
final class ConnectionClock {

    /** What is being waited for. */
    enum Wait {
        NOTHING,
        /** The first byte of a request. */
        REQUEST,
        /** The rest of a head. */
        HEAD,
        /** More of a body. */
        BODY,
        /** That the client takes what was written. */
        ROOM,
        /** That the client closes, after we did. */
        CLOSE
    }

    private final Timer timer;
    private final EventLoop loop;
    private final ListenerSettings settings;
    private final Consumer<Wait> expired;
    private Wait wait = Wait.NOTHING;
    private long dueNanos;
    private Timer.@Nullable Cancellable armed;
    private long armedNanos;

    ConnectionClock(Timer timer, EventLoop loop, ListenerSettings settings, Consumer<Wait> expired) {
        this.timer = timer;
        this.loop = loop;
        this.settings = settings;
        this.expired = expired;
    }

    Wait waitsFor() {
        return wait;
    }

    /** Begins to wait for something, from now. */
    void await(Wait next) {
        wait = next;
        if (next == Wait.NOTHING) {
            return;
        }
        dueNanos = System.nanoTime() + limitNanos(next);
        if (armed == null) {
            arm();
        } else if (dueNanos - armedNanos < 0) {
            armed.cancel();
            arm();
        }
    }

    /** The connection is over. */
    void stop() {
        wait = Wait.NOTHING;
        if (armed != null) {
            armed.cancel();
            armed = null;
        }
    }

    private void arm() {
        armedNanos = dueNanos;
        long millis = TimeUnit.NANOSECONDS.toMillis(dueNanos - System.nanoTime()) + 1;
        armed = timer.after(loop, millis, this::fired);
    }

    private void fired() {
        armed = null;
        Wait due = wait;
        if (due == Wait.NOTHING) {
            return;
        }
        if (dueNanos - System.nanoTime() > 0) {
            arm();
            return;
        }
        wait = Wait.NOTHING;
        expired.accept(due);
    }

    private long limitNanos(Wait what) {
        return switch (what) {
            case NOTHING -> 0;
            case REQUEST -> settings.idleTimeout().toNanos();
            case HEAD -> settings.headerTimeout().toNanos();
            case BODY, ROOM -> settings.stallTimeout().toNanos();
            case CLOSE -> settings.lingerTimeout().toNanos();
        };
    }
}
