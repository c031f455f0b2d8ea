package io.sallyport.resilience;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.ResponseSink;
import java.util.function.LongSupplier;

/**
 * What comes from a gRPC server that was told how long it has. It gives up by its own clock, mostly by resetting the
 * stream and without a status, and often before ours has come round: that is the same timeout, not a server that broke.
 */
final class ToldServerResponse implements ResponseSink {

    private final ResponseSink client;
    private final TimeLimit limit;
    private final LongSupplier nanoClock;
    private final long toldNanos;

    ToldServerResponse(ResponseSink client, TimeLimit limit, LongSupplier nanoClock) {
        this.client = client;
        this.limit = limit;
        this.nanoClock = nanoClock;
        this.toldNanos = nanoClock.getAsLong();
    }

    /** The server learnt of its time after this was made, so one that resets before it is over has another reason. */
    private boolean isOver() {
        return nanoClock.getAsLong() - toldNanos >= limit.millis() * 1_000_000;
    }

    @Override
    public void fail(Failure failure) {
        client.fail(failure.outcome() == Outcome.UPSTREAM_RESET && isOver() ? limit.failure() : failure);
    }

    @Override
    public void informational(HttpResponse head) {
        client.informational(head);
    }

    @Override
    public void head(HttpResponse head) {
        client.head(head);
    }

    @Override
    public void body(ByteBuf data) {
        client.body(data);
    }

    @Override
    public void end(HttpHeaders trailers) {
        client.end(trailers);
    }

    @Override
    public void flush() {
        client.flush();
    }

    @Override
    public void requestWritable() {
        client.requestWritable();
    }
}
