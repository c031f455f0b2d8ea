package io.sallyport.resilience;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import org.jspecify.annotations.Nullable;

/**
 * One try of a {@link RetryingExchange}. Takes its own response, and passes on what is for the client; whatever comes
 * late, from a try that was given up, ends here.
 */
final class Try implements ResponseSink {

    /** More of a refused response than this, and losing the connection is cheaper than reading on. */
    private static final int DISCARD_LIMIT = 64 * 1024;

    private enum State {
        /** No final response yet: it may still be tried again. */
        OPEN,
        /** The response goes to the client. */
        RELAYING,
        /** The response is thrown away. */
        DISCARDING,
        /** The response went to the client whole; the request may not have ended yet. */
        ENDED,
        /** Failed or given up. */
        GONE
    }

    private final RetryingExchange owner;
    private final ResponseSink client;
    private State state = State.OPEN;
    private @Nullable RequestSink below;
    private @Nullable Outcome aborted;
    private int discarded;

    Try(RetryingExchange owner, ResponseSink client) {
        this.owner = owner;
        this.client = client;
    }

    /** Gives it the request's side, which only exists after the first answers may have come. */
    void attach(RequestSink sink) {
        below = sink;
        if (aborted != null) {
            sink.abort(aborted);
        }
    }

    boolean isAttached() {
        return below != null;
    }

    /** Where the request goes: below, or nowhere once this is over. */
    RequestSink request() {
        return switch (state) {
            case OPEN, RELAYING, ENDED -> below == null ? DroppedRequest.INSTANCE : below;
            case DISCARDING, GONE -> DroppedRequest.INSTANCE;
        };
    }

    /** Gives up, and closes the connection unless its exchange was over. */
    void abort(Outcome cause) {
        if (state == State.GONE) {
            return;
        }
        state = State.GONE;
        aborted = cause;
        if (below != null) {
            below.abort(cause);
        }
    }

    /** Throws the rest of the response away, so that the connection can serve others if that does not take long. */
    void discard() {
        state = State.DISCARDING;
        if (below != null) {
            below.readResponse(true);
        }
    }

    @Override
    public void informational(HttpResponse head) {
        if (state == State.OPEN) {
            client.informational(head);
        }
    }

    @Override
    public void head(HttpResponse head) {
        if (state == State.OPEN && owner.takes(this, head)) {
            state = State.RELAYING;
            client.head(head);
        }
    }

    @Override
    public void body(ByteBuf data) {
        switch (state) {
            case RELAYING -> client.body(data);
            case DISCARDING -> throwAway(data);
            case OPEN, ENDED, GONE -> data.release();
        }
    }

    private void throwAway(ByteBuf data) {
        discarded += data.readableBytes();
        data.release();
        if (discarded > DISCARD_LIMIT) {
            abort(Outcome.COMPLETED);
        }
    }

    @Override
    public void end(HttpHeaders trailers) {
        switch (state) {
            case RELAYING -> {
                state = State.ENDED;
                owner.endCounting();
                client.end(trailers);
            }
            case DISCARDING -> state = State.GONE;
            case OPEN, ENDED, GONE -> {}
        }
    }

    @Override
    public void flush() {
        switch (state) {
            // Also while open: an informational response may have been given.
            case OPEN, RELAYING -> client.flush();
            case DISCARDING, ENDED, GONE -> {}
        }
    }

    @Override
    public void fail(Failure failure) {
        switch (state) {
            case OPEN -> {
                state = State.GONE;
                owner.failed(failure);
            }
            case RELAYING -> {
                state = State.GONE;
                owner.endCounting();
                client.fail(failure);
            }
            case DISCARDING -> state = State.GONE;
            case ENDED, GONE -> {}
        }
    }

    @Override
    public void requestWritable() {
        switch (state) {
            case OPEN, RELAYING, ENDED -> owner.writable();
            case DISCARDING, GONE -> {}
        }
    }
}
