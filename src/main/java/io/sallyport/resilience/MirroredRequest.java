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
import java.lang.System.Logger.Level;
import org.jspecify.annotations.Nullable;

/**
 * One copy of a request on its way. Its response is read to a bound, so that the connection may be kept. Whatever goes
 * wrong with it ends here: nothing is thrown at the original.
 */
final class MirroredRequest {

    /** Bytes of a body held for a mirror that does not take them, and of a response that is read on. */
    static final int LIMIT = 64 * 1024;

    private static final System.Logger LOG = System.getLogger(MirroredRequest.class.getName());

    private final Exchange exchange;
    private final Runnable onEnd;
    private @Nullable RequestSink below;
    private long held;
    private boolean over;

    private MirroredRequest(Exchange exchange, Runnable onEnd) {
        this.exchange = exchange;
        this.onEnd = onEnd;
    }

    /** @param onEnd called once, when nothing of the copy is left; perhaps before this returns */
    static MirroredRequest begin(Forwarder copies, Exchange exchange, HttpRequest copy, Runnable onEnd) {
        MirroredRequest mirrored = new MirroredRequest(exchange, onEnd);
        mirrored.attempt(() -> mirrored.below = copies.forward(exchange, copy, mirrored.new ThrownAway()));
        return mirrored;
    }

    /** A piece of the original's body, which stays the original's. */
    void body(ByteBuf data) {
        RequestSink to = running();
        if (to != null) {
            attempt(() -> body(to, data));
        }
    }

    private void body(RequestSink to, ByteBuf data) {
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
            attempt(() -> to.end(trailers));
        }
    }

    void flush() {
        RequestSink to = running();
        if (to != null) {
            attempt(to::flush);
        }
    }

    /** Gives the copy up. */
    void drop() {
        RequestSink to = running();
        if (to != null) {
            ends(Outcome.CLIENT_GONE);
            attempt(() -> to.abort(Outcome.CLIENT_GONE));
        }
    }

    private @Nullable RequestSink running() {
        return over ? null : below;
    }

    private void attempt(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            LOG.log(Level.DEBUG, "a copy for a mirror", e);
            RequestSink to = running();
            ends(Outcome.INTERNAL);
            if (to != null) {
                attempt(() -> to.abort(Outcome.INTERNAL));
            }
        }
    }

    private void ends(Outcome outcome) {
        if (!over) {
            over = true;
            exchange.end(outcome, "mirror");
            onEnd.run();
        }
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
            ends(Outcome.COMPLETED);
        }

        @Override
        public void flush() {}

        @Override
        public void fail(Failure failure) {
            ends(failure.outcome());
        }

        @Override
        public void requestWritable() {
            held = 0;
        }
    }
}
