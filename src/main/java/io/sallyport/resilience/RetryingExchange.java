package io.sallyport.resilience;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.sallyport.exchange.ClusterLoad;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import io.sallyport.exchange.Timer;
import io.sallyport.policy.RetryPolicy;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One exchange that may be tried again. Takes the request from the client, hands it to the try that runs, and keeps
 * what a next one would need. Settled once a response or a failure is passed on: from then on it only relays.
 */
final class RetryingExchange implements RequestSink {

    private final RetryingForwarder forwarder;
    private final Exchange exchange;
    private final HttpRequest request;
    private final ResponseSink client;
    private final RetryPolicy policy;
    private final ReplayBuffer replay;

    /** The try that has the request; null while waiting for the next, and after a failure or an abort. */
    private @Nullable Try current;

    /** A try whose response is being thrown away, so that its connection may be kept. */
    private @Nullable Try leftover;

    private Timer.@Nullable Cancellable backoff;

    /** What the request ended with; null until it did. */
    private @Nullable HttpHeaders trailers;

    private long endedNanos;
    private int retries;
    private boolean settled;

    /** Where the present retry is counted; null for none. */
    private @Nullable ClusterLoad counted;

    /** Whether any try may have reached the server. */
    private boolean sent;

    private boolean readWanted = true;

    /** Whether the client was told to hold its body back. */
    private boolean holding;

    RetryingExchange(RetryingForwarder forwarder, Exchange exchange, HttpRequest request, ResponseSink client) {
        this.forwarder = forwarder;
        this.exchange = exchange;
        this.request = request;
        this.client = client;
        this.policy = exchange.forward().retries();
        this.replay = new ReplayBuffer(forwarder.replayLimit());
    }

    RequestSink begin() {
        startTry();
        return this;
    }

    private void startTry() {
        backoff = null;
        abandonLeftover(Outcome.COMPLETED);
        Try started = new Try(this, client);
        current = started;
        started.attach(forwarder.next().forward(exchange, request, started));
        if (current == started && retries > 0) {
            repeatRequest(started);
        }
    }

    private void repeatRequest(Try started) {
        // Read first: the try may ask for more while it is given this, and that more then goes there directly.
        HttpHeaders end = trailers;
        ByteBuf body = isLast() ? replay.handOver() : replay.replay();
        replay.trim();
        if (settled) {
            replay.drop();
        }
        if (!readWanted) {
            started.request().readResponse(false);
        }
        if (body != null) {
            started.request().body(body);
        }
        if (end != null) {
            started.request().end(end);
        }
        started.request().flush();
        if (holding && current == started && started.request().isWritable()) {
            writable();
        }
    }

    private boolean isLast() {
        return retries == policy.retries();
    }

    // The response's side, told by the current try.

    /** Whether the response is for the client; otherwise the try is given up. */
    boolean takes(Try from, HttpResponse head) {
        sent = true;
        if (RetryRule.matches(policy, head) && schedulesRetry()) {
            giveUp(from);
            return false;
        }
        settle();
        return true;
    }

    private void giveUp(Try from) {
        current = null;
        if (trailers == null) {
            // The rest of the request will not go there, so the connection is lost anyway.
            from.abort(Outcome.COMPLETED);
        } else {
            from.discard();
            leftover = from;
        }
    }

    void failed(Failure failure) {
        current = null;
        sent |= failure.outcome().mayHaveReachedServer();
        if (!RetryRule.matches(policy, failure.outcome(), sent) || !schedulesRetry()) {
            endCounting();
            settle();
            client.fail(failure);
        }
    }

    void writable() {
        holding = false;
        client.requestWritable();
    }

    private void settle() {
        settled = true;
        // A try that answers before it was given the request still gets it.
        if (current == null || current.isAttached()) {
            replay.drop();
        }
    }

    // Whether to try again.

    private boolean schedulesRetry() {
        endCounting();
        int retry = retries + 1;
        long waitMillis = forwarder.backoff().millis(policy.backoff(), retry);
        SkippedRetry obstacle = obstacle(waitMillis);
        if (obstacle != null) {
            exchange.retriesExhausted = obstacle == SkippedRetry.EXHAUSTED;
            exchange.retryOverflow = obstacle == SkippedRetry.BUDGET;
            forwarder.observer().skipped(exchange, obstacle);
            return false;
        }
        retries = retry;
        forwarder.observer().retrying(exchange, retry, waitMillis);
        backoff = forwarder.timer().after(exchange.loop(), waitMillis, this::startTry);
        return true;
    }

    /** The gates of a retry whose condition holds, in order. The last one counts it, so nothing may come after. */
    private @Nullable SkippedRetry obstacle(long waitMillis) {
        if (sent && !policy.explicit() && !isIdempotent()) {
            return SkippedRetry.NOT_IDEMPOTENT;
        }
        if (isLast()) {
            return SkippedRetry.EXHAUSTED;
        }
        if (!replay.isWhole()) {
            return SkippedRetry.BODY_TOO_LARGE;
        }
        if (isBeyondDeadline(waitMillis)) {
            return SkippedRetry.DEADLINE;
        }
        ClusterLoad load = forwarder.load(exchange);
        if (!load.beginRetry(exchange.forward().cluster().settings())) {
            return SkippedRetry.BUDGET;
        }
        counted = load;
        return null;
    }

    /** The retry is over, or the exchange is. Harmless where none is counted. */
    void endCounting() {
        ClusterLoad load = counted;
        if (load != null) {
            counted = null;
            load.endRetry();
        }
    }

    private boolean isIdempotent() {
        return switch (request.method().name()) {
            case "GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE" -> true;
            default -> false;
        };
    }

    private boolean isBeyondDeadline(long waitMillis) {
        CallTimeout timeout = CallTimeout.of(exchange);
        if (timeout == null || trailers == null) {
            return false;
        }
        long spentMillis = TimeUnit.NANOSECONDS.toMillis(forwarder.nanos() - endedNanos);
        return spentMillis + waitMillis >= TimeLimit.millis(timeout.duration());
    }

    // The request's side.

    @Override
    public void body(ByteBuf data) {
        RequestSink running = running();
        if (running == null) {
            replay.hold(data);
            data.release();
            return;
        }
        if (!settled) {
            replay.keep(data);
        }
        running.body(data);
    }

    @Override
    public void end(HttpHeaders last) {
        trailers = last;
        endedNanos = forwarder.nanos();
        RequestSink running = running();
        if (running != null) {
            running.end(last);
        }
    }

    @Override
    public void flush() {
        RequestSink running = running();
        if (running != null) {
            running.flush();
        }
    }

    @Override
    public boolean isWritable() {
        RequestSink running = running();
        boolean writable = running == null ? settled || replay.hasRoom() : running.isWritable();
        holding |= !writable;
        return writable;
    }

    @Override
    public void readResponse(boolean wanted) {
        readWanted = wanted;
        RequestSink running = running();
        if (running != null) {
            running.readResponse(wanted);
        }
    }

    @Override
    public void abort(Outcome cause) {
        settled = true;
        endCounting();
        Try aborted = current;
        current = null;
        if (backoff != null) {
            backoff.cancel();
            backoff = null;
        }
        abandonLeftover(cause);
        replay.drop();
        if (aborted != null) {
            aborted.abort(cause);
        }
    }

    private @Nullable RequestSink running() {
        return current != null && current.isAttached() ? current.request() : null;
    }

    private void abandonLeftover(Outcome cause) {
        if (leftover != null) {
            leftover.abort(cause);
            leftover = null;
        }
    }
}
