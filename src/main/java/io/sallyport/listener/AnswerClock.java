package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Stands in for a request's timeout where requests cannot be seen: after what the client sent last, the first byte back
 * has to come in time. Approximate, both ways: a far side that sends anything at all is taken to answer, and one that
 * owes nothing, such as after a message that wants no reply, is taken to be late.
 *
 * <p>A burst of bytes arms no timer of its own; the one that runs looks again when it fires.
 */
final class AnswerClock {

    private final Timer timer;
    private final EventLoop loop;
    private final Duration limit;
    private final Consumer<Failure> late;
    private final SessionTickets tickets = new SessionTickets();
    private boolean waiting;
    private boolean answered;
    private boolean stopped;
    private long dueNanos;
    private Timer.@Nullable Cancellable armed;

    AnswerClock(Timer timer, EventLoop loop, Duration limit, Consumer<Failure> late) {
        this.timer = timer;
        this.loop = loop;
        this.limit = limit;
        this.late = late;
    }

    /** The failure of a far side that was not connected in time. */
    static Failure notConnected(Duration limit) {
        return failure("not connected", limit, "");
    }

    /** These bytes are about to go across. */
    void passes(boolean fromClient, ByteBuf data) {
        if (fromClient) {
            tickets.fromClient(data);
        } else {
            tickets.fromServer(data);
        }
    }

    /** The client sent something on. */
    void asked() {
        if (stopped) {
            return;
        }
        waiting = true;
        dueNanos = System.nanoTime() + limit.toNanos();
        if (armed == null) {
            arm(limit.toNanos());
        }
    }

    /** The far side sent something back: an answer, unless it is what every server sends. */
    void answered() {
        if (!tickets.takeAnswer()) {
            return;
        }
        waiting = false;
        answered = true;
    }

    /** One side said all it had to say: silence means nothing any more. */
    void stop() {
        stopped = true;
        waiting = false;
        if (armed != null) {
            armed.cancel();
            armed = null;
        }
    }

    private void arm(long nanos) {
        armed = timer.after(loop, TimeUnit.NANOSECONDS.toMillis(nanos) + 1, this::fired);
    }

    private void fired() {
        armed = null;
        if (!waiting) {
            return;
        }
        long left = dueNanos - System.nanoTime();
        if (left > 0) {
            arm(left);
            return;
        }
        late.accept(failure("no byte", limit, answered ? " of what was sent last" : " of the first bytes"));
    }

    private static Failure failure(String what, Duration limit, String since) {
        return new Failure(
                Outcome.REQUEST_TIMEOUT, "approximate: " + what + " within " + limit.toMillis() + " ms" + since);
    }
}
