package io.sallyport.resilience;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;

/** Where the rest of a request goes when nobody wants it any more. */
enum DroppedRequest implements RequestSink {
    INSTANCE;

    @Override
    public void body(ByteBuf data) {
        data.release();
    }

    @Override
    public void end(HttpHeaders trailers) {}

    @Override
    public void flush() {}

    @Override
    public boolean isWritable() {
        // Let it come: it is dropped, not kept.
        return true;
    }

    @Override
    public void readResponse(boolean wanted) {}

    @Override
    public void abort(Outcome cause) {}
}
