package io.sallyport.exchange;

import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.RetryBudget;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * What goes on at one cluster at present, in the whole process: the counts that Istio's bounds are about. Who begins
 * something ends it exactly once. Thread-safe, without locks.
 */
public final class ClusterLoad {

    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger pending = new AtomicInteger();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger retries = new AtomicInteger();
    private final RecentRequests recent = new RecentRequests();

    /** Counts one more request on a connection, unless there are {@code bound}. */
    public boolean beginRequest(int bound) {
        return begin(requests, bound);
    }

    public void endRequest() {
        requests.decrementAndGet();
    }

    /** Counts one more request that waits for a connection, unless there are {@code bound}. */
    public boolean beginPending(int bound) {
        return begin(pending, bound);
    }

    public void endPending() {
        pending.decrementAndGet();
    }

    /** Counts one more retry, from its decision to the end of its try, unless the cluster's bound is reached. */
    public boolean beginRetry(ClusterSettings settings) {
        RetryBudget budget = settings.retryBudget();
        return begin(retries, budget == null ? settings.limits().maxRetries() : allowed(budget));
    }

    public void endRetry() {
        retries.decrementAndGet();
    }

    /** A try begins: counted only for budgets that look back. */
    public void began(RetryBudget budget, long nowNanos) {
        if (!budget.interval().isZero()) {
            recent.add(nowNanos, budget.interval().toNanos());
        }
    }

    private int allowed(RetryBudget budget) {
        int active = requests.get() + pending.get();
        if (!budget.interval().isZero()) {
            active = Math.max(
                    active, recent.count(System.nanoTime(), budget.interval().toNanos()));
        }
        return Math.max(budget.minConcurrency(), (int) (active * budget.percent() / 100));
    }

    private static boolean begin(AtomicInteger count, int bound) {
        if (count.incrementAndGet() <= bound) {
            return true;
        }
        count.decrementAndGet();
        return false;
    }

    /** Connections, tunnels among them, and those being made. */
    public AtomicInteger connections() {
        return connections;
    }

    /** Requests that wait for a connection. */
    public int pending() {
        return pending.get();
    }

    /** Requests on a connection. */
    public int requests() {
        return requests.get();
    }

    /** Retries decided on and not over. */
    public int retries() {
        return retries.get();
    }

    /** Whether nothing goes on. */
    public boolean isIdle() {
        return connections.get() == 0 && pending.get() == 0 && requests.get() == 0 && retries.get() == 0;
    }
}
