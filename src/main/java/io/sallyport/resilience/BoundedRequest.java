package io.sallyport.resilience;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Forwarder;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import io.sallyport.exchange.Timer;

/** The request's side of what is bounded in time: starts the clock at the request's end, and cuts when it is over. */
final class BoundedRequest implements RequestSink {

    private final Exchange exchange;
    private final Timer timer;
    private final TimeLimit limit;
    private final BoundedResponse response;
    private final RequestSink below;

    private BoundedRequest(
            Exchange exchange, Timer timer, TimeLimit limit, BoundedResponse response, RequestSink below) {
        this.exchange = exchange;
        this.timer = timer;
        this.limit = limit;
        this.response = response;
        this.below = below;
    }

    static RequestSink begin(
            Forwarder next, Exchange exchange, HttpRequest request, ResponseSink client, Timer timer, TimeLimit limit) {
        BoundedResponse response = new BoundedResponse(client, limit.untilHead());
        RequestSink below = next.forward(exchange, request, response);
        return response.hasStopped() ? below : new BoundedRequest(exchange, timer, limit, response, below);
    }

    private void timeIsUp() {
        if (response.hasStopped()) {
            return;
        }
        response.cut();
        below.abort(limit.outcome());
        response.client().fail(limit.failure());
    }

    @Override
    public void body(ByteBuf data) {
        if (response.isCut()) {
            data.release();
        } else {
            below.body(data);
        }
    }

    @Override
    public void end(HttpHeaders trailers) {
        if (response.isCut()) {
            return;
        }
        if (!response.hasStopped()) {
            response.runs(timer.after(exchange.loop(), limit.millis(), this::timeIsUp));
        }
        below.end(trailers);
    }

    @Override
    public void flush() {
        if (!response.isCut()) {
            below.flush();
        }
    }

    @Override
    public boolean isWritable() {
        // What comes after the cut is dropped, so it need not be held back.
        return response.isCut() || below.isWritable();
    }

    @Override
    public void readResponse(boolean wanted) {
        if (!response.isCut()) {
            below.readResponse(wanted);
        }
    }

    @Override
    public void abort(Outcome cause) {
        if (!response.isCut()) {
            response.cut();
            below.abort(cause);
        }
    }
}
