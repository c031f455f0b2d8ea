package io.sallyport.resilience;

import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import java.time.Duration;

/**
 * How long something may take, and what it is called when it took longer.
 *
 * @param duration more than zero
 * @param outcome how it ends then
 * @param field the field of the VirtualService, or of the request, that says so
 * @param untilHead whether the response's head is enough to keep it; else it takes the whole response
 */
record TimeLimit(Duration duration, Outcome outcome, String field, boolean untilHead) {

    /** In whole milliseconds, rounded up. */
    long millis() {
        return millis(duration);
    }

    static long millis(Duration duration) {
        return duration.plusNanos(999_999).toMillis();
    }

    Failure failure() {
        return new Failure(outcome, field + " of " + millis() + " ms");
    }
}
