package io.sallyport.resilience;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.ResponseSink;
import io.sallyport.exchange.Timer;
import org.jspecify.annotations.Nullable;

/** The response's side of what is bounded in time: stops the clock, and lets nothing through after the cut. */
final class BoundedResponse implements ResponseSink {

    private final ResponseSink client;
    private final boolean untilHead;
    private Timer.@Nullable Cancellable clock;
    private boolean stopped;
    private boolean cut;

    BoundedResponse(ResponseSink client, boolean untilHead) {
        this.client = client;
        this.untilHead = untilHead;
    }

    ResponseSink client() {
        return client;
    }

    /** The clock that runs from now on. */
    void runs(Timer.Cancellable started) {
        clock = started;
    }

    /** Whether the clock matters no more: what it waited for came, or can come no more. */
    boolean hasStopped() {
        return stopped;
    }

    boolean isCut() {
        return cut;
    }

    /** Nothing passes from now on. */
    void cut() {
        cut = true;
        stopClock();
    }

    private void stopClock() {
        stopped = true;
        if (clock != null) {
            clock.cancel();
            clock = null;
        }
    }

    @Override
    public void informational(HttpResponse head) {
        if (!cut) {
            client.informational(head);
        }
    }

    @Override
    public void head(HttpResponse head) {
        if (cut) {
            return;
        }
        // A switch of protocols ends what a request's timeout is about, as in Envoy.
        if (untilHead || head.status().code() == 101) {
            stopClock();
        }
        client.head(head);
    }

    @Override
    public void body(ByteBuf data) {
        if (cut) {
            data.release();
        } else {
            client.body(data);
        }
    }

    @Override
    public void end(HttpHeaders trailers) {
        if (!cut) {
            stopClock();
            client.end(trailers);
        }
    }

    @Override
    public void flush() {
        if (!cut) {
            client.flush();
        }
    }

    @Override
    public void fail(Failure failure) {
        if (!cut) {
            stopClock();
            client.fail(failure);
        }
    }

    @Override
    public void requestWritable() {
        if (!cut) {
            client.requestWritable();
        }
    }
}
