package io.sallyport.telemetry;

import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Says that spans do not arrive, once a minute at most: a collector that is away is away for many batches. */
final class DropLog {

    private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** What exporters say of each batch; held, since a logger nobody holds forgets its level. */
    private static final java.util.logging.Logger EXPORTERS =
            java.util.logging.Logger.getLogger("io.opentelemetry.exporter");

    private final Consumer<String> output;
    private final LongSupplier nanoClock;
    private final AtomicLong last;

    DropLog(Consumer<String> output, LongSupplier nanoClock) {
        this.output = output;
        this.nanoClock = nanoClock;
        this.last = new AtomicLong(nanoClock.getAsLong() - SILENCE_NANOS);
    }

    /** Writes to the process' log, in the place of the exporters, unless they were given a level of their own. */
    static DropLog instead() {
        if (EXPORTERS.getLevel() == null) {
            EXPORTERS.setLevel(java.util.logging.Level.OFF);
        }
        System.Logger logger = System.getLogger(Tracing.class.getName());
        return new DropLog(line -> logger.log(Level.WARNING, line), System::nanoTime);
    }

    /**
     * Spans were not taken.
     *
     * @param dropped how many there are by now
     * @param cause why, where that is known
     */
    void notSent(long dropped, @Nullable Throwable cause) {
        long now = nanoClock.getAsLong();
        long before = last.get();
        if (now - before >= SILENCE_NANOS && last.compareAndSet(before, now)) {
            output.accept("spans do not reach the collector, " + dropped + " dropped so far: " + reason(cause));
        }
    }

    private static String reason(@Nullable Throwable failure) {
        if (failure == null) {
            return "it did not take them";
        }
        Throwable cause = failure.getCause() == null ? failure : failure.getCause();
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
