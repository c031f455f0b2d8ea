package io.sallyport.exchange;

import io.netty.channel.EventLoop;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The wheel of one event loop. A slot holds what is due at one tick of every turn; what is due in a later turn is left
 * where it is until then.
 *
 * <p>The loop is woken at each tick, but only while something is waiting.
 */
final class Wheel {

    static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    private static final System.Logger LOG = System.getLogger(Wheel.class.getName());
    private static final int SLOTS = 512;
    private static final long LONGEST_MILLIS = TimeUnit.DAYS.toMillis(3650);

    private final EventLoop loop;
    private final LongSupplier nanoClock;
    private final long originNanos;
    private final Entry[] slots = new Entry[SLOTS];
    private final Runnable turn = this::turn;

    /** The last tick whose slot was emptied. */
    private long turned;

    private int waiting;
    private boolean turning;

    Wheel(EventLoop loop, LongSupplier nanoClock) {
        this.loop = loop;
        this.nanoClock = nanoClock;
        this.originNanos = nanoClock.getAsLong();
        for (int slot = 0; slot < SLOTS; slot++) {
            slots[slot] = new Entry(0, null);
        }
    }

    @SuppressWarnings("ReferenceEquality") // which loop it is, not what it is like
    boolean turnsOn(EventLoop other) {
        return loop == other;
    }

    Timer.Cancellable add(long millis, Runnable task) {
        long now = elapsedNanos();
        if (waiting == 0 && !turning) {
            // Nothing was waiting, so the ticks that passed meanwhile had nothing to fire.
            turned = now / TICK_NANOS;
        }
        long dueNanos = now + TimeUnit.MILLISECONDS.toNanos(Math.clamp(millis, 0, LONGEST_MILLIS));
        // Rounded up, or it would be early; never into a slot already emptied, or it would wait a whole turn.
        long due = Math.max(Math.ceilDiv(dueNanos, TICK_NANOS), turned + 1);
        Entry entry = new Entry(due, task);
        slot(due).append(entry);
        waiting++;
        keepTurning();
        return entry;
    }

    private void keepTurning() {
        if (turning) {
            return;
        }
        turning = true;
        long wait = (turned + 1) * TICK_NANOS - elapsedNanos();
        loop.schedule(turn, Math.max(0, wait), TimeUnit.NANOSECONDS);
    }

    private void turn() {
        Entry due = new Entry(0, null);
        long now = elapsedNanos() / TICK_NANOS;
        // After a stall of more than a turn, each slot is looked at once: that finds all that is due.
        long from = Math.max(turned + 1, now - SLOTS + 1);
        for (long tick = from; tick <= now; tick++) {
            moveDue(slot(tick), now, due);
        }
        turned = Math.max(turned, now);
        // Taken one by one, since each may cancel others that are due, or add new ones.
        for (Entry entry = due.next; entry != due; entry = due.next) {
            entry.fire();
        }
        turning = false;
        if (waiting > 0) {
            keepTurning();
        }
    }

    private static void moveDue(Entry slot, long now, Entry due) {
        for (Entry entry = slot.next; entry != slot; ) {
            Entry following = entry.next;
            if (entry.due <= now) {
                entry.unlink();
                due.append(entry);
            }
            entry = following;
        }
    }

    private Entry slot(long tick) {
        return slots[(int) (tick & (SLOTS - 1))];
    }

    private long elapsedNanos() {
        return nanoClock.getAsLong() - originNanos;
    }

    /** Something that waits, or, without a task, the head of a ring of such. */
    private final class Entry implements Timer.Cancellable {

        private final long due;
        private @Nullable Runnable task;
        private Entry previous = this;
        private Entry next = this;

        Entry(long due, @Nullable Runnable task) {
            this.due = due;
            this.task = task;
        }

        void append(Entry entry) {
            entry.previous = previous;
            entry.next = this;
            previous.next = entry;
            previous = entry;
        }

        void unlink() {
            previous.next = next;
            next.previous = previous;
            previous = this;
            next = this;
        }

        @Override
        public void cancel() {
            take();
        }

        private @Nullable Runnable take() {
            Runnable taken = task;
            if (taken != null) {
                // Let go of at once: a deadline that is called off must not keep its exchange in memory.
                task = null;
                unlink();
                waiting--;
            }
            return taken;
        }

        private void fire() {
            Runnable taken = take();
            if (taken == null) {
                return;
            }
            try {
                taken.run();
            } catch (Throwable e) {
                // One broken task must not stop the deadlines of all other exchanges.
                LOG.log(System.Logger.Level.ERROR, "a timed task failed", e);
            }
        }
    }
}
