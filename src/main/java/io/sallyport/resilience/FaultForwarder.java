package io.sallyport.resilience;

import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Forwarder;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import io.sallyport.exchange.Timer;
import io.sallyport.policy.FaultPolicy;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.IntUnaryOperator;

/**
 * Makes failures on purpose (Istio: {@code HTTPRoute.fault}): lets a share of the requests wait, and answers a share
 * itself.
 *
 * <p>It is the outermost stage: as in Envoy a wait does not count towards the timeout, and an injected answer is not
 * retried.
 */
public final class FaultForwarder implements Forwarder {

    /** Shares are as fine as this part of a percent. */
    private static final int PER_PERCENT = 10_000;

    private final Forwarder next;
    private final Timer timer;
    private final IntUnaryOperator random;

    public FaultForwarder(Forwarder next, Timer timer) {
        this(next, timer, bound -> ThreadLocalRandom.current().nextInt(bound));
    }

    /** @param random draws from 0 until its argument */
    FaultForwarder(Forwarder next, Timer timer, IntUnaryOperator random) {
        this.next = next;
        this.timer = timer;
        this.random = random;
    }

    @Override
    public RequestSink forward(Exchange exchange, HttpRequest request, ResponseSink response) {
        FaultPolicy fault = exchange.forward().treatment().fault();
        if (fault == null) {
            return next.forward(exchange, request, response);
        }
        FaultPolicy.Delay delay = fault.delay();
        FaultPolicy.Abort abort = fault.abort();
        boolean delayed = delay != null && strikes(delay.percentage());
        boolean aborted = abort != null && strikes(abort.percentage());
        if (!delayed && !aborted) {
            return next.forward(exchange, request, response);
        }
        exchange.delayInjected = delayed;
        exchange.abortInjected = aborted;
        FaultedRequest faulted = new FaultedRequest(next, exchange, request, response, aborted ? abort : null);
        if (delayed && delay != null) {
            faulted.waits(timer, delay.duration().toMillis());
        } else if (aborted && abort != null) {
            faulted.answer(abort);
        }
        return faulted;
    }

    private boolean strikes(double percentage) {
        return random.applyAsInt(100 * PER_PERCENT) < percentage * PER_PERCENT;
    }
}
