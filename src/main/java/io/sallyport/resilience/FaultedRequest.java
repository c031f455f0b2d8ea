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
import io.sallyport.policy.FaultPolicy;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A request that a fault struck. It waits, or is answered, or both; what comes of its body meanwhile is held, and the
 * client told to pause, or dropped where the request goes nowhere.
 */
final class FaultedRequest implements RequestSink {

    private final Forwarder next;
    private final Exchange exchange;
    private final HttpRequest request;
    private final ResponseSink response;
    private final FaultPolicy.@Nullable Abort abort;
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>();

    private Timer.@Nullable Cancellable delay;
    private @Nullable RequestSink below;
    private @Nullable HttpHeaders trailers;
    private boolean readWanted = true;
    private boolean toldToWait;
    private boolean over;

    /** @param abort the answer; null where it only waits */
    FaultedRequest(
            Forwarder next,
            Exchange exchange,
            HttpRequest request,
            ResponseSink response,
            FaultPolicy.@Nullable Abort abort) {
        this.next = next;
        this.exchange = exchange;
        this.request = request;
        this.response = response;
        this.abort = abort;
    }

    void waits(Timer timer, long millis) {
        delay = timer.after(exchange.loop(), millis, this::delayIsOver);
    }

    private void delayIsOver() {
        delay = null;
        if (over) {
            return;
        }
        if (abort != null) {
            answer(abort);
        } else {
            passOn();
        }
    }

    /** Answers at once, however much of the request is still to come: the listener reads the rest, or does not. */
    void answer(FaultPolicy.Abort injected) {
        over = true;
        InjectedAnswer.send(exchange, request, injected, response);
    }

    private void passOn() {
        RequestSink opened = next.forward(exchange, request, new WatchedResponse(response, this::responseIsOver));
        below = opened;
        if (over) {
            // It failed before it began.
            opened.abort(Outcome.COMPLETED);
            return;
        }
        if (!readWanted) {
            opened.readResponse(false);
        }
        for (ByteBuf piece = held.poll(); piece != null; piece = held.poll()) {
            opened.body(piece);
        }
        if (trailers != null && !over) {
            opened.end(trailers);
        }
        if (over) {
            return;
        }
        opened.flush();
        if (!over && toldToWait && trailers == null && opened.isWritable()) {
            response.requestWritable();
        }
    }

    private void responseIsOver() {
        over = true;
        release();
    }

    @Override
    public void body(ByteBuf data) {
        if (below != null) {
            below.body(data);
        } else if (over || abort != null) {
            data.release();
        } else {
            held.add(data);
        }
    }

    @Override
    public void end(HttpHeaders last) {
        trailers = last;
        if (below != null) {
            below.end(last);
        }
    }

    @Override
    public void flush() {
        if (below != null) {
            below.flush();
        }
    }

    @Override
    public boolean isWritable() {
        boolean writable = below == null ? over : below.isWritable();
        toldToWait |= !writable;
        return writable;
    }

    @Override
    public void readResponse(boolean wanted) {
        readWanted = wanted;
        if (below != null) {
            below.readResponse(wanted);
        }
    }

    @Override
    public void abort(Outcome cause) {
        over = true;
        if (delay != null) {
            delay.cancel();
            delay = null;
        }
        release();
        if (below != null) {
            below.abort(cause);
        }
    }

    private void release() {
        held.forEach(ByteBuf::release);
        held.clear();
    }
}
