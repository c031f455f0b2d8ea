package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Forwarder;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Hands each request to the test as a {@link Call}. */
final class ScriptedForwarder implements Forwarder {

    /** Set, every request fails with it before {@code forward} returns. */
    volatile @Nullable Failure failsAtOnce;

    /** Whether upstreams take more of a body than what they got. */
    volatile boolean writable = true;

    private final BlockingQueue<Call> calls = new LinkedBlockingQueue<>();

    @Override
    public RequestSink forward(Exchange exchange, HttpRequest request, ResponseSink response) {
        Call call = new Call(exchange, request, response);
        call.writable = writable;
        Failure failure = failsAtOnce;
        if (failure != null) {
            response.fail(failure);
        }
        calls.add(call);
        return call;
    }

    Call awaitCall() {
        try {
            Call call = calls.poll(10, TimeUnit.SECONDS);
            assertThat(call).as("a request that was forwarded").isNotNull();
            return call;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean wasCalled() {
        return !calls.isEmpty();
    }
}
