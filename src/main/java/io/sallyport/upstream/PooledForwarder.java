package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Forwarder;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import io.sallyport.exchange.Timer;

/** The innermost Forwarder: sends a request over a pooled connection, or a new one, and records the attempt. */
public final class PooledForwarder implements Forwarder, AutoCloseable {

    private final Upstreams upstreams;

    /**
     * @param destinations where exchanges may go
     * @param timer for idle connections and idle requests
     */
    public PooledForwarder(Destinations destinations, Timer timer, UpstreamSettings settings) {
        this.upstreams = new Upstreams(destinations, timer, settings);
    }

    @Override
    public RequestSink forward(Exchange exchange, HttpRequest request, ResponseSink response) {
        Attempt attempt = exchange.startAttempt(request.headers());
        UpstreamCall call = new UpstreamCall(exchange, request, response, attempt, upstreams);
        call.start();
        return call;
    }

    /** Closes the unused connections now, those in use when they are done. */
    @Override
    public void close() {
        upstreams.close();
    }

    /** The unused connections of a loop, to be looked at on that loop. */
    LoopPool pool(EventLoop loop) {
        return upstreams.pool(loop);
    }
}
