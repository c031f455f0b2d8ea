package io.sallyport.policy;

import java.time.Duration;

/**
 * A bound on retries in relation to requests (Istio: {@code TrafficPolicy.retryBudget}).
 *
 * @param percent of the requests in flight that may be retries, 0 to 100; default 20
 * @param interval over which requests are counted as in flight, even when they are over; zero counts only the present
 *     ones (default)
 * @param minConcurrency retries in flight that are always allowed; default 3
 */
public record RetryBudget(double percent, Duration interval, int minConcurrency) {}
