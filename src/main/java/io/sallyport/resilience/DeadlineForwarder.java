package io.sallyport.resilience;

import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Forwarder;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import io.sallyport.exchange.Timer;
import java.util.function.LongSupplier;

/**
 * Bounds an exchange as a whole, retries and the waits between them included (Istio: {@code HTTPRoute.timeout}, and a
 * gRPC call's own {@code grpc-timeout}).
 *
 * <p>As in Envoy, the time runs from when the client's request was received whole until the response is: a slow upload
 * is not charged to the upstream, a slow download is. When it is over, what is below is aborted and the client gets
 * 504, or a cut where the response had begun.
 */
public final class DeadlineForwarder implements Forwarder {

    private final Forwarder next;
    private final Timer timer;
    private final LongSupplier nanoClock;

    public DeadlineForwarder(Forwarder next, Timer timer) {
        this(next, timer, System::nanoTime);
    }

    DeadlineForwarder(Forwarder next, Timer timer, LongSupplier nanoClock) {
        this.next = next;
        this.timer = timer;
        this.nanoClock = nanoClock;
    }

    @Override
    public RequestSink forward(Exchange exchange, HttpRequest request, ResponseSink response) {
        CallTimeout timeout = CallTimeout.of(exchange);
        if (timeout == null) {
            return next.forward(exchange, request, response);
        }
        TimeLimit limit = new TimeLimit(timeout.duration(), Outcome.REQUEST_TIMEOUT, timeout.field(), false);
        boolean told = timeout.tell(exchange, request.headers());
        ResponseSink client = told ? new ToldServerResponse(response, limit, nanoClock) : response;
        return BoundedRequest.begin(next, exchange, request, client, timer, limit);
    }
}
