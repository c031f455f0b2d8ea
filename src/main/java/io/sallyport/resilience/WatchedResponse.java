package io.sallyport.resilience;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.ResponseSink;

/** A response that is passed on as it is, and of which a stage wants to know the end. */
final class WatchedResponse implements ResponseSink {

    private final ResponseSink next;
    private final Runnable onEnd;

    /** @param onEnd called before the end is passed on: whole or failed, once */
    WatchedResponse(ResponseSink next, Runnable onEnd) {
        this.next = next;
        this.onEnd = onEnd;
    }

    @Override
    public void informational(HttpResponse head) {
        next.informational(head);
    }

    @Override
    public void head(HttpResponse head) {
        next.head(head);
    }

    @Override
    public void body(ByteBuf data) {
        next.body(data);
    }

    @Override
    public void end(HttpHeaders trailers) {
        onEnd.run();
        next.end(trailers);
    }

    @Override
    public void flush() {
        next.flush();
    }

    @Override
    public void fail(Failure failure) {
        onEnd.run();
        next.fail(failure);
    }

    @Override
    public void requestWritable() {
        next.requestWritable();
    }
}
