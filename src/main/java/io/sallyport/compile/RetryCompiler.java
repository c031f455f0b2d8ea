package io.sallyport.compile;

import io.sallyport.istio.HttpRetry;
import io.sallyport.policy.RetryCondition;
import io.sallyport.policy.RetryPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Turns {@code retries} into a policy, with Istio's present defaults. */
final class RetryCompiler {

    /** The statuses that have a name, which are those Istio takes. */
    private static final Set<Integer> STATUSES = Set.of(
            100, 101, 102, 103, 200, 201, 202, 203, 204, 205, 206, 207, 208, 226, 300, 301, 302, 303, 304, 305, 307,
            308, 400, 401, 402, 403, 404, 405, 406, 407, 408, 409, 410, 411, 412, 413, 414, 415, 416, 417, 418, 421,
            422, 423, 424, 425, 426, 428, 429, 431, 451, 500, 501, 502, 503, 504, 505, 506, 507, 508, 510, 511);

    private final RetryPolicy otherwise;

    /** @param otherwise what holds where a route says nothing (Istio: {@code MeshConfig.defaultHttpRetryPolicy}) */
    RetryCompiler(@Nullable HttpRetry otherwise) {
        this.otherwise = otherwise == null ? RetryPolicy.DEFAULT : explicit(otherwise);
    }

    /** The policy of a route that says this, or nothing. */
    RetryPolicy compile(@Nullable HttpRetry retries) {
        return retries == null ? otherwise : explicit(retries);
    }

    private static RetryPolicy explicit(HttpRetry retries) {
        int attempts = retries.attempts() == null ? 0 : retries.attempts();
        if (attempts <= 0) {
            return RetryPolicy.NONE;
        }
        Duration backoff = retries.backoff() == null ? RetryPolicy.DEFAULT_BACKOFF : retries.backoff();
        String retryOn = retries.retryOn();
        if (retryOn == null || retryOn.isEmpty()) {
            // Setting only attempts keeps the default conditions.
            return policy(retries, attempts, RetryPolicy.DEFAULT.conditions(), Set.of(), backoff);
        }
        Set<RetryCondition> conditions = EnumSet.noneOf(RetryCondition.class);
        Set<Integer> codes = new TreeSet<>();
        for (String word : retryOn.split(",", -1)) {
            condition(word).ifPresent(conditions::add);
            status(word).ifPresent(codes::add);
        }
        if (!codes.isEmpty()) {
            conditions.add(RetryCondition.RETRIABLE_STATUS_CODES);
        }
        return policy(retries, attempts, conditions, codes, backoff);
    }

    private static RetryPolicy policy(
            HttpRetry retries, int attempts, Set<RetryCondition> conditions, Set<Integer> codes, Duration backoff) {
        return new RetryPolicy(
                attempts,
                retries.perTryTimeout(),
                conditions,
                codes,
                backoff,
                true,
                !Boolean.FALSE.equals(retries.retryIgnorePreviousHosts()),
                Boolean.TRUE.equals(retries.retryRemoteLocalities()));
    }

    static boolean isKnown(String word) {
        return condition(word).isPresent() || status(word).isPresent();
    }

    static String knownWords() {
        return Arrays.stream(RetryCondition.values()).map(RetryCondition::word).collect(Collectors.joining(","))
                + " or a status code, without spaces";
    }

    private static Optional<RetryCondition> condition(String word) {
        return Arrays.stream(RetryCondition.values())
                .filter(condition -> condition.word().equals(word))
                .findFirst();
    }

    private static Optional<Integer> status(String word) {
        boolean digits = word.length() == 3 && word.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Optional.of(Integer.valueOf(word)).filter(STATUSES::contains) : Optional.empty();
    }
}
