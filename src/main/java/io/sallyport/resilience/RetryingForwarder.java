package io.sallyport.resilience;

import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.exchange.ClusterLoad;
import io.sallyport.exchange.ClusterLoads;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Forwarder;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import io.sallyport.exchange.Timer;
import io.sallyport.policy.RetryPolicy;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.LongSupplier;
import java.util.function.LongUnaryOperator;

/**
 * Tries again what failed, as often and on the conditions that the route says (Istio: {@code HTTPRoute.retries}).
 *
 * <p>What Envoy does, with these differences: a request that is not idempotent and may have reached the server is
 * repeated only where a VirtualService asks for retries (RFC 9110 section 9.2.2); a relayed 1xx does not end retrying;
 * a failure whose retry would begin after the deadline is passed on at once, instead of a 504 later. {@code
 * Retry-After} is not honoured.
 */
public final class RetryingForwarder implements Forwarder {

    /** Bytes of a request's body that are kept for a retry: 64 KiB. */
    public static final int DEFAULT_REPLAY_LIMIT = 64 * 1024;

    private final Forwarder next;
    private final Timer timer;
    private final RetryObserver observer;
    private final ClusterLoads loads;
    private final int replayLimit;
    private final LongSupplier nanoClock;
    private final Backoff backoff;

    /** @param loads what goes on at each cluster: its bound on retries is kept by all loops together */
    public RetryingForwarder(Forwarder next, Timer timer, RetryObserver observer, ClusterLoads loads) {
        this(next, timer, observer, loads, DEFAULT_REPLAY_LIMIT);
    }

    /** @param replayLimit bytes of a request's body that are kept for a retry, 0 or more; a longer one gets none */
    public RetryingForwarder(Forwarder next, Timer timer, RetryObserver observer, ClusterLoads loads, int replayLimit) {
        this(
                next,
                timer,
                observer,
                loads,
                replayLimit,
                System::nanoTime,
                bound -> ThreadLocalRandom.current().nextLong(bound));
    }

    RetryingForwarder(
            Forwarder next,
            Timer timer,
            RetryObserver observer,
            ClusterLoads loads,
            int replayLimit,
            LongSupplier nanoClock,
            LongUnaryOperator random) {
        if (replayLimit < 0) {
            throw new IllegalArgumentException("replayLimit: " + replayLimit + " (expected: >= 0)");
        }
        this.next = next;
        this.timer = timer;
        this.observer = observer;
        this.loads = loads;
        this.replayLimit = replayLimit;
        this.nanoClock = nanoClock;
        this.backoff = new Backoff(random);
    }

    @Override
    public RequestSink forward(Exchange exchange, HttpRequest request, ResponseSink response) {
        RetryPolicy policy = exchange.forward().retries();
        if (policy.retries() == 0) {
            return next.forward(exchange, request, response);
        }
        return new RetryingExchange(this, exchange, request, response).begin();
    }

    Forwarder next() {
        return next;
    }

    Timer timer() {
        return timer;
    }

    RetryObserver observer() {
        return observer;
    }

    ClusterLoad load(Exchange exchange) {
        return loads.of(exchange.forward().cluster());
    }

    Backoff backoff() {
        return backoff;
    }

    int replayLimit() {
        return replayLimit;
    }

    long nanos() {
        return nanoClock.getAsLong();
    }
}
