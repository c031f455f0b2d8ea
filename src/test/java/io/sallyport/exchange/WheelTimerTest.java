package io.sallyport.exchange;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class WheelTimerTest {

    /** More than a turn of the wheel, which is 5.12 s. */
    private static final long LONG_MILLIS = 12_345;

    private final EmbeddedChannel channel = new EmbeddedChannel();
    private final List<String> fired = new ArrayList<>();
    private long nowNanos = 987_654_321L;
    private final WheelTimer timer = new WheelTimer(() -> nowNanos);

    @BeforeEach
    void stopTheLoopsOwnClock() {
        channel.freezeTime();
    }

    @AfterEach
    void close() {
        channel.close();
    }

    @Test
    void isNeverEarly() {
        after(37, "task");

        pass(36);

        assertThat(fired).isEmpty();
    }

    @Test
    void isLateByTwoTicksAtMost() {
        pass(3);
        after(37, "task");

        pass(37 + 20);

        assertThat(fired).containsExactly("task");
    }

    @Test
    void everyDelayFiresWithinTwoTicksAndNotBefore() {
        for (long millis = 0; millis < 300; millis += 7) {
            long due = nowNanos + TimeUnit.MILLISECONDS.toNanos(millis);
            long[] at = new long[1];
            timer.after(loop(), millis, () -> at[0] = nowNanos);

            pass(millis + 20);

            assertThat(at[0] - due).as("late after %d ms", millis).isBetween(0L, TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    @Test
    void aDelayLongerThanATurnOfTheWheelIsKept() {
        after(LONG_MILLIS, "task");

        pass(LONG_MILLIS - 1);
        assertThat(fired).isEmpty();
        pass(21);

        assertThat(fired).containsExactly("task");
    }

    @Test
    void firesOnce() {
        after(10, "task");

        pass(LONG_MILLIS);

        assertThat(fired).containsExactly("task");
    }

    @Test
    void whatIsCancelledNeverFires() {
        Timer.Cancellable cancellable = after(10, "cancelled");
        after(10, "kept");

        cancellable.cancel();
        pass(50);

        assertThat(fired).containsExactly("kept");
    }

    @Test
    void cancellingTwiceOrAfterwardsDoesNoHarm() {
        Timer.Cancellable first = after(10, "first");
        after(50, "second");
        pass(30);

        first.cancel();
        first.cancel();
        pass(50);

        assertThat(fired).containsExactly("first", "second");
    }

    @Test
    void aTaskMayCancelAnotherThatIsDueAtTheSameTick() {
        List<Timer.Cancellable> victims = new ArrayList<>();
        timer.after(loop(), 10, () -> victims.forEach(Timer.Cancellable::cancel));
        victims.add(after(10, "victim"));

        pass(50);

        assertThat(fired).isEmpty();
    }

    @Test
    void aTaskMayStartTheNext() {
        timer.after(loop(), 10, () -> after(10, "next"));

        pass(45);

        assertThat(fired).containsExactly("next");
    }

    @Test
    void aTaskThatThrowsDoesNotStopTheOthers() {
        timer.after(loop(), 10, () -> {
            throw new IllegalStateException("expected by the test");
        });
        after(10, "same tick");
        after(50, "later");

        pass(100);

        assertThat(fired).containsExactly("same tick", "later");
    }

    @Test
    void afterAStallAllThatIsDueFiresAtOnce() {
        after(LONG_MILLIS, "long");
        after(40, "short");
        after(3 * LONG_MILLIS, "not yet");

        stall(2 * LONG_MILLIS);

        assertThat(fired).containsExactlyInAnyOrder("short", "long");
    }

    @Test
    void afterBeingIdleForLongADelayStillCountsFromNow() {
        after(10, "before");
        pass(50);
        stall(LONG_MILLIS);

        after(30, "after");
        pass(29);
        assertThat(fired).containsExactly("before");
        pass(21);

        assertThat(fired).containsExactly("before", "after");
    }

    @Test
    void theLoopIsWokenOnlyWhileSomethingWaits() {
        Timer.Cancellable cancellable = after(LONG_MILLIS, "task");
        assertThat(channel.runScheduledPendingTasks())
                .as("nanoseconds to the next wake-up")
                .isPositive();

        cancellable.cancel();
        pass(20);

        assertThat(channel.runScheduledPendingTasks()).as("no wake-up is due").isEqualTo(-1);
    }

    @Test
    void aThousandDeadlinesShareOneWakeUp() {
        List<Timer.Cancellable> deadlines = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            deadlines.add(after(3000 + i, "deadline"));
        }

        deadlines.forEach(Timer.Cancellable::cancel);
        pass(10);

        assertThat(channel.runScheduledPendingTasks()).as("no wake-up is due").isEqualTo(-1);
    }

    @Test
    void aNegativeDelayCountsAsNone() {
        after(-5, "task");

        pass(20);

        assertThat(fired).containsExactly("task");
    }

    @Test
    void anEndlessDelayDoesNotOverflow() {
        after(Long.MAX_VALUE, "task");

        pass(LONG_MILLIS);

        assertThat(fired).isEmpty();
    }

    @Test
    void anotherThreadIsTurnedAway() {
        EventLoop other = new DefaultEventLoop();

        assertThatThrownBy(() -> timer.after(other, 1, () -> {}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("expected: the event loop's own");
    }

    private EventLoop loop() {
        return channel.eventLoop();
    }

    private Timer.Cancellable after(long millis, String name) {
        return timer.after(loop(), millis, () -> fired.add(name));
    }

    /** Lets time pass as on an idle loop: whatever the loop scheduled runs when it is due. */
    private void pass(long millis) {
        for (long i = 0; i < millis; i++) {
            stall(1);
        }
    }

    /** Lets time pass on a loop that is busy meanwhile. */
    private void stall(long millis) {
        nowNanos += TimeUnit.MILLISECONDS.toNanos(millis);
        channel.advanceTimeBy(millis, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
    }
}
