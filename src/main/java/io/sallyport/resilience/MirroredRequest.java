package io.sallyport.resilience;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Forwarder;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import org.jspecify.annotations.Nullable;

/** One copy of a request on its way. Its response is read to a bound, so that the connection may be kept. */
final class MirroredRequest {

    /** Bytes of a body held for a mirror that does not take them, and of a response that is read on. */
    static final int LIMIT = 64 * 1024;

    private final Exchange exchange;
    private @Nullable RequestSink below;
    private long held;
    private boolean over;

    private MirroredRequest(Exchange exchange) {
        this.exchange = exchange;
    }

    static MirroredRequest begin(Forwarder copies, Exchange exchange, HttpRequest copy) {
        MirroredRequest mirrored = new MirroredRequest(exchange);
        RequestSink opened = copies.forward(exchange, copy, mirrored.new ThrownAway());
        mirrored.below = opened;
        return mirrored;
    }

    /** A piece of the original's body, which stays the original's. */
    void body(ByteBuf data) {
        RequestSink to = running();
        if (to == null) {
            return;
        }
        if (!to.isWritable()) {
            held += data.readableBytes();
            if (held > LIMIT) {
                drop();
                return;
            }
        }
        to.body(data.retainedDuplicate());
    }

    void end(HttpHeaders trailers) {
        RequestSink to = running();
        if (to != null) {
            to.end(trailers);
        }
    }

    void flush() {
        RequestSink to = running();
        if (to != null) {
            to.flush();
        }
    }

    /** Gives the copy up. */
    void drop() {
        RequestSink to = running();
        if (to != null) {
            over = true;
            exchange.end(Outcome.CLIENT_GONE, "mirror");
            to.abort(Outcome.CLIENT_GONE);
        }
    }

    private @Nullable RequestSink running() {
        return over ? null : below;
    }

    /** Where the copy's response goes. */
    private final class ThrownAway implements ResponseSink {

        private long discarded;

        @Override
        public void informational(HttpResponse head) {}

        @Override
        public void head(HttpResponse head) {
            exchange.status = head.status().code();
        }

        @Override
        public void body(ByteBuf data) {
            discarded += data.readableBytes();
            data.release();
            if (discarded > LIMIT) {
                drop();
            }
        }

        @Override
        public void end(HttpHeaders trailers) {
            over = true;
            exchange.end(Outcome.COMPLETED, "mirror");
        }

        @Override
        public void flush() {}

        @Override
        public void fail(Failure failure) {
            over = true;
            exchange.end(failure.outcome(), "mirror");
        }

        @Override
        public void requestWritable() {
            held = 0;
        }
    }
}
