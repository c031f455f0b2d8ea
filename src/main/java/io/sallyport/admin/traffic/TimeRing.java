package io.sallyport.admin.traffic;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/** Counts over time, in slots of one length that are used over and over. Slots without traffic take no memory. */
final class TimeRing {

    /** @param number of slots since 1970 */
    private record Slot(long number, AtomicIntegerArray cells) {}

    private final long length;
    private final AtomicReferenceArray<@Nullable Slot> slots;

    /**
     * @param length of a slot, milliseconds
     * @param most slots, the present one among them
     */
    TimeRing(long length, int most) {
        this.length = length;
        this.slots = new AtomicReferenceArray<>(most);
    }

    void count(RecordedExchange exchange) {
        Tally.count(exchange, cells(exchange.endedAt() / length));
    }

    private AtomicIntegerArray cells(long number) {
        int index = (int) (number % slots.length());
        while (true) {
            Slot present = slots.get(index);
            if (present != null && present.number == number) {
                return present.cells;
            }
            Slot fresh = new Slot(number, Tally.cells());
            if (slots.compareAndSet(index, present, fresh)) {
                return fresh.cells;
            }
        }
    }

    /** The sum of the last {@code wanted} slots, the present one among them. */
    Tally sum(long now, int wanted) {
        Tally sum = new Tally();
        each(now, wanted).forEach(sum::add);
        return sum;
    }

    /** The last {@code wanted} slots one by one, the present one last. */
    List<Tally> each(long now, int wanted) {
        long present = now / length;
        List<Tally> tallies = new ArrayList<>(wanted);
        for (long number = present - wanted + 1; number <= present; number++) {
            Tally tally = new Tally();
            Slot slot = slots.get((int) (number % slots.length()));
            if (slot != null && slot.number == number) {
                tally.add(slot.cells);
            }
            tallies.add(tally);
        }
        return tallies;
    }
}
