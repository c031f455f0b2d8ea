package io.sallyport.resilience;

import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Forwarder;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import io.sallyport.exchange.Timer;
import java.time.Duration;

/**
 * Bounds each try (Istio: {@code HTTPRetry.perTryTimeout}).
 *
 * <p>The time runs from when the request was received whole, or from the begin of a later try, and stops at the
 * response's head: as in Envoy, a response on its way to the client is bound by the whole timeout only. Connecting
 * counts, which it does not in Envoy: a try is what the client waits for.
 */
public final class PerTryTimeoutForwarder implements Forwarder {

    private final Forwarder next;
    private final Timer timer;

    public PerTryTimeoutForwarder(Forwarder next, Timer timer) {
        this.next = next;
        this.timer = timer;
    }

    @Override
    public RequestSink forward(Exchange exchange, HttpRequest request, ResponseSink response) {
        Duration timeout = exchange.forward().retries().perTryTimeout();
        if (timeout == null) {
            return next.forward(exchange, request, response);
        }
        TimeLimit limit = new TimeLimit(timeout, Outcome.TRY_TIMEOUT, "perTryTimeout", true);
        return BoundedRequest.begin(next, exchange, request, response, timer, limit);
    }
}
