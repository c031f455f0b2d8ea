package io.sallyport.admin.traffic;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The latest exchanges, a fixed number of them: each new one takes the place of the oldest. Thread-safe, without locks. */
public final class RecentExchanges {

    private final AtomicReferenceArray<@Nullable RecordedExchange> slots;
    private final AtomicLong last = new AtomicLong();

    /** @param most how many are kept, 1 or more */
    RecentExchanges(int most) {
        slots = new AtomicReferenceArray<>(most);
    }

    /** Keeps what is made with the next id. */
    RecordedExchange add(LongFunction<RecordedExchange> made) {
        long id = last.incrementAndGet();
        RecordedExchange exchange = made.apply(id);
        slots.set(slot(id), exchange);
        return exchange;
    }

    /** The one with that id, or null where it was never there or is no longer. */
    public @Nullable RecordedExchange find(long id) {
        RecordedExchange found = id < 1 ? null : slots.get(slot(id));
        return found != null && found.id() == id ? found : null;
    }

    /** The latest that are wanted, the newest first, at most {@code limit}. */
    public List<RecordedExchange> latest(Predicate<RecordedExchange> wanted, int limit) {
        List<RecordedExchange> found = new ArrayList<>();
        for (int i = 0; i < slots.length(); i++) {
            RecordedExchange exchange = slots.get(i);
            if (exchange != null && wanted.test(exchange)) {
                found.add(exchange);
            }
        }
        found.sort(Comparator.comparingLong(RecordedExchange::id).reversed());
        return found.size() <= limit ? found : List.copyOf(found.subList(0, limit));
    }

    /** How many ended since the process began. */
    public long total() {
        return last.get();
    }

    /** How many are kept at most. */
    public int capacity() {
        return slots.length();
    }

    private int slot(long id) {
        return (int) (id % slots.length());
    }
}
