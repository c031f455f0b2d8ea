package io.sallyport.policy;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often and when a request is tried again (Istio: {@code HTTPRetry}).
 *
 * @param retries tries after the first, 0 or more
 * @param perTryTimeout bound of one try; null means the route's whole timeout
 * @param conditions what may be retried
 * @param statusCodes response codes that may be retried
 * @param backoff base of the jittered exponential wait; Istio's default 25 ms
 * @param explicit whether a VirtualService asked for it; only then may a non-idempotent request that may have reached
 *     the server be repeated (RFC 9110 section 9.2.2)
 * @param otherHosts whether a retry goes to an address that was not tried yet, where there is one (Istio: {@code
 *     retryIgnorePreviousHosts}); default true
 * @param otherLocalities whether a retry goes to endpoints of another priority, where there are any (Istio: {@code
 *     retryRemoteLocalities}); default false
 */
public record RetryPolicy(
        int retries,
        @Nullable Duration perTryTimeout,
        Set<RetryCondition> conditions,
        Set<Integer> statusCodes,
        Duration backoff,
        boolean explicit,
        boolean otherHosts,
        boolean otherLocalities) {

    public static final Duration DEFAULT_BACKOFF = Duration.ofMillis(25);

    /** Istio's default where a route says nothing: 2 retries of what cannot have done anything. */
    public static final RetryPolicy DEFAULT = new RetryPolicy(
            2,
            null,
            EnumSet.of(
                    RetryCondition.CONNECT_FAILURE,
                    RetryCondition.REFUSED_STREAM,
                    RetryCondition.GRPC_UNAVAILABLE,
                    RetryCondition.GRPC_CANCELLED,
                    RetryCondition.RETRIABLE_STATUS_CODES),
            Set.of(),
            DEFAULT_BACKOFF,
            false);

    /** No second try. */
    public static final RetryPolicy NONE = new RetryPolicy(0, null, Set.of(), Set.of(), DEFAULT_BACKOFF, true);

    /** Retries that avoid the addresses tried before, wherever the others are. */
    public RetryPolicy(
            int retries,
            @Nullable Duration perTryTimeout,
            Set<RetryCondition> conditions,
            Set<Integer> statusCodes,
            Duration backoff,
            boolean explicit) {
        this(retries, perTryTimeout, conditions, statusCodes, backoff, explicit, true, false);
    }

    public RetryPolicy {
        conditions = Set.copyOf(conditions);
        statusCodes = Set.copyOf(statusCodes);
        if (retries < 0) {
            throw new IllegalArgumentException("retries: " + retries + " (expected: >= 0)");
        }
    }
}
