package io.sallyport.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.sallyport.exchange.Exchange;
import io.sallyport.resilience.RetryObserver;
import io.sallyport.resilience.SkippedRetry;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Counts the retries made, and those that the policy asked for and safety forbade, by reason. */
final class RetryCounters implements RetryObserver {

    private final Counter made;
    private final Map<SkippedRetry, Counter> skipped = new EnumMap<>(SkippedRetry.class);

    RetryCounters(MeterRegistry metrics) {
        made = Counter.builder("sallyport.retries")
                .description("Tries after the first.")
                .register(metrics);
        for (SkippedRetry why : SkippedRetry.values()) {
            String reason = why.name().toLowerCase(Locale.ROOT).replace('_', '-');
            Counter counter = Counter.builder("sallyport.retries.skipped")
                    .description("Retries that the policy asked for and that were not made.")
                    .tag("reason", reason)
                    .register(metrics);
            skipped.put(why, counter);
        }
    }

    @Override
    public void retrying(Exchange exchange, int retry, long waitMillis) {
        made.increment();
    }

    @Override
    public void skipped(Exchange exchange, SkippedRetry why) {
        Objects.requireNonNull(skipped.get(why)).increment();
    }
}
