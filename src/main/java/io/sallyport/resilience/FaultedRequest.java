package io.sallyport.resilience;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Forwarder;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import io.sallyport.exchange.Timer;
import io.sallyport.policy.FaultPolicy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A request that a fault struck. It waits, or is answered, or both; what comes of its body meanwhile is held, and the
 * client told to pause, or dropped where the request goes nowhere.
 */
final class FaultedRequest implements RequestSink {

    private static final byte[] BODY = "fault filter abort".getBytes(StandardCharsets.US_ASCII);

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
            answerIfComplete(abort);
        } else {
            passOn();
        }
    }

    private void passOn() {
        RequestSink opened = next.forward(exchange, request, response);
        below = opened;
        if (!readWanted) {
            opened.readResponse(false);
        }
        for (ByteBuf piece = held.poll(); piece != null; piece = held.poll()) {
            opened.body(piece);
        }
        if (trailers != null) {
            opened.end(trailers);
        }
        opened.flush();
        if (toldToWait && trailers == null && opened.isWritable()) {
            response.requestWritable();
        }
    }

    /** Only once the request is whole can the connection be kept; who waits for leave to send it gets none. */
    private void answerIfComplete(FaultPolicy.Abort answer) {
        boolean complete = trailers != null || request.headers().contains(HttpHeaderNames.EXPECT);
        if (over || delay != null || !complete) {
            return;
        }
        over = true;
        release();
        Integer grpcStatus = answer.grpcStatus();
        String contentType = request.headers().get(HttpHeaderNames.CONTENT_TYPE);
        if (grpcStatus != null && contentType != null && contentType.startsWith("application/grpc")) {
            HttpHeaders headers = new DefaultHttpHeaders()
                    .set(HttpHeaderNames.CONTENT_TYPE, "application/grpc")
                    .set("grpc-status", grpcStatus)
                    .set("grpc-message", new String(BODY, StandardCharsets.US_ASCII))
                    .set(HttpHeaderNames.CONTENT_LENGTH, 0);
            response.head(new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, headers));
        } else {
            HttpHeaders headers = new DefaultHttpHeaders()
                    .set(HttpHeaderNames.CONTENT_TYPE, "text/plain")
                    .set(HttpHeaderNames.CONTENT_LENGTH, BODY.length);
            response.head(new DefaultHttpResponse(
                    HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(answer.status()), headers));
            response.body(Unpooled.wrappedBuffer(BODY));
        }
        response.end(EmptyHttpHeaders.INSTANCE);
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
        } else if (abort != null) {
            answerIfComplete(abort);
        }
    }

    @Override
    public boolean isWritable() {
        boolean writable = below == null ? over || abort != null : below.isWritable();
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
