package io.sallyport.explain;

import io.sallyport.policy.Decision;
import io.sallyport.policy.RetryCondition;
import io.sallyport.policy.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The arithmetic of timeout, tries and waits. */
final class TimeTeller {

    private TimeTeller() {}

    static List<Step> tell(Decision.Forward forward) {
        Duration timeout = forward.timeout();
        RetryPolicy retries = forward.retries();
        Step whole = timeout == null
                ? Step.of("timeout", "none for the whole: Istio has no default, a route's timeout would set one")
                : Step.of("timeout", Durations.words(timeout) + " for everything, tries and waits included; then 504");
        return List.of(whole, retries(retries, timeout));
    }

    private static Step retries(RetryPolicy policy, @Nullable Duration timeout) {
        if (policy.retries() == 0) {
            return Step.of("retries", "none");
        }
        List<String> details = new ArrayList<>();
        details.add("on " + conditions(policy));
        if (!policy.explicit()) {
            details.add("this is the default; a request that may have reached the server is only repeated where its"
                    + " method is idempotent");
        }
        Duration each = eachWithin(policy, timeout);
        details.add(
                each == null
                        ? "each try within what is left of the whole"
                        : "each try within " + Durations.words(each)
                                + (isRetriedOnTimeout(policy)
                                        ? ", then the next"
                                        : "; a try that takes longer is not repeated, for that retryOn needs 5xx,"
                                                + " gateway-error or reset"));
        details.add("waits before them, drawn at random: " + waits(policy));
        details.add(worstCase(policy, each, timeout));
        return new Step("retries", "up to " + policy.retries() + " after the first try", details);
    }

    /** The bound of one try, where it is shorter than that of all. */
    private static @Nullable Duration eachWithin(RetryPolicy policy, @Nullable Duration timeout) {
        Duration each = policy.perTryTimeout();
        return each != null && (timeout == null || each.compareTo(timeout) < 0) ? each : null;
    }

    private static boolean isRetriedOnTimeout(RetryPolicy policy) {
        return policy.conditions().contains(RetryCondition.SERVER_ERROR)
                || policy.conditions().contains(RetryCondition.GATEWAY_ERROR)
                || policy.conditions().contains(RetryCondition.RESET)
                || policy.statusCodes().contains(504);
    }

    private static String conditions(RetryPolicy policy) {
        return Stream.concat(
                        policy.conditions().stream()
                                .filter(condition -> condition != RetryCondition.RETRIABLE_STATUS_CODES)
                                .map(RetryCondition::word)
                                .sorted(),
                        policy.statusCodes().stream().sorted().map(String::valueOf))
                .collect(Collectors.joining(", "));
    }

    private static String waits(RetryPolicy policy) {
        return longestWaits(policy).stream()
                .limit(5)
                .map(wait -> "up to " + Durations.words(wait))
                .collect(Collectors.joining(", "));
    }

    /** Envoy's jittered back-off: up to base times 2^n - 1, never more than ten times the base. */
    private static List<Duration> longestWaits(RetryPolicy policy) {
        List<Duration> waits = new ArrayList<>();
        for (int retry = 1; retry <= Math.min(policy.retries(), 100); retry++) {
            long factor = Math.min(10, (1L << Math.min(retry, 10)) - 1);
            waits.add(policy.backoff().multipliedBy(factor));
        }
        return waits;
    }

    private static String worstCase(RetryPolicy policy, @Nullable Duration each, @Nullable Duration timeout) {
        if (each == null) {
            return timeout == null
                    ? "no bound in all: neither timeout nor perTryTimeout is set"
                    : "in all no more than " + Durations.words(timeout);
        }
        Duration tries = each.multipliedBy(policy.retries() + 1L);
        Duration all = longestWaits(policy).stream().reduce(tries, Duration::plus);
        String sum = (policy.retries() + 1) + " tries of " + Durations.words(each) + " and the waits make "
                + Durations.words(all);
        if (timeout == null || all.compareTo(timeout) <= 0) {
            return sum;
        }
        long whole = timeout.toMillis() / Math.max(1, each.toMillis());
        return sum + ", of which the timeout leaves " + Durations.words(timeout) + ": about " + Math.max(1, whole)
                + (whole == 1 ? " whole try" : " whole tries");
    }
}
