package io.sallyport.compile;

import io.sallyport.istio.TrafficPolicy;
import io.sallyport.policy.RetryBudget;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Turns {@code retryBudget} into a budget, with Envoy's defaults. */
final class RetryBudgetCompiler {

    private static final double PERCENT = 20;
    private static final long MIN_CONCURRENCY = 3;

    private RetryBudgetCompiler() {}

    static @Nullable RetryBudget compile(TrafficPolicy.@Nullable RetryBudget written) {
        if (written == null) {
            return null;
        }
        return new RetryBudget(
                Objects.requireNonNullElse(written.percent(), PERCENT),
                Objects.requireNonNullElse(written.budgetInterval(), Duration.ZERO),
                (int) Math.min(
                        Objects.requireNonNullElse(written.minRetryConcurrency(), MIN_CONCURRENCY), Integer.MAX_VALUE));
    }
}
