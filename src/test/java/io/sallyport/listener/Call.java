package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** One request that reached the forwarder; the test plays the upstream on it, from its own thread. */
final class Call implements RequestSink {

    final Exchange exchange;
    final String method;
    final String uri;
    final HttpVersion version;
    final HttpHeaders headers;
    final CompletableFuture<HttpHeaders> ended = new CompletableFuture<>();
    final CompletableFuture<Outcome> aborted = new CompletableFuture<>();
    final AtomicLong received = new AtomicLong();
    volatile boolean writable = true;
    /** Whether more of the response is wanted. */
    volatile boolean wanted = true;

    private final List<String> pieces = new CopyOnWriteArrayList<>();
    private final ResponseSink response;

    Call(Exchange exchange, HttpRequest request, ResponseSink response) {
        this.exchange = exchange;
        this.method = request.method().name();
        this.uri = request.uri();
        this.version = request.protocolVersion();
        this.headers = new DefaultHttpHeaders().set(request.headers());
        this.response = response;
    }

    // What the upstream does.

    Call informational(int status, String... fields) {
        HttpResponse head = response(status, fields);
        return onLoop(() -> response.informational(head));
    }

    Call head(int status, String... fields) {
        HttpResponse head = response(status, fields);
        return onLoop(() -> {
            response.head(head);
            response.flush();
        });
    }

    Call body(String data) {
        return onLoop(() -> {
            response.body(Unpooled.copiedBuffer(data, StandardCharsets.ISO_8859_1));
            response.flush();
        });
    }

    Call body(byte[] data) {
        return onLoop(() -> {
            response.body(Unpooled.wrappedBuffer(data));
            response.flush();
        });
    }

    Call end() {
        return onLoop(() -> response.end(EmptyHttpHeaders.INSTANCE));
    }

    Call end(String trailer, String value) {
        return onLoop(() -> response.end(new DefaultHttpHeaders().add(trailer, value)));
    }

    Call fail(Outcome outcome, String detail) {
        return onLoop(() -> response.fail(new Failure(outcome, detail)));
    }

    Call takeMore() {
        return onLoop(() -> {
            writable = true;
            response.requestWritable();
        });
    }

    /** A whole small response. */
    void respond(int status, String body, String... fields) {
        HttpResponse head = response(status, fields);
        head.headers().set("content-length", body.length());
        onLoop(() -> {
            response.head(head);
            response.body(Unpooled.copiedBuffer(body, StandardCharsets.ISO_8859_1));
            response.end(EmptyHttpHeaders.INSTANCE);
        });
    }

    // What the upstream got.

    String body() {
        return String.join("", pieces);
    }

    HttpHeaders awaitEnd() {
        return await(ended);
    }

    Outcome awaitAbort() {
        return await(aborted);
    }

    static <T> T await(CompletableFuture<T> future) {
        assertThat(future).succeedsWithin(10, TimeUnit.SECONDS);
        return future.join();
    }

    @Override
    public void body(ByteBuf data) {
        if (received.addAndGet(data.readableBytes()) < 100_000) {
            pieces.add(data.toString(StandardCharsets.ISO_8859_1));
        }
        data.release();
    }

    @Override
    public void end(HttpHeaders trailers) {
        ended.complete(trailers);
    }

    @Override
    public void flush() {}

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void readResponse(boolean more) {
        wanted = more;
    }

    @Override
    public void abort(Outcome cause) {
        aborted.complete(cause);
    }

    private Call onLoop(Runnable action) {
        exchange.loop().submit(action).syncUninterruptibly();
        return this;
    }

    private static HttpResponse response(int status, String... fields) {
        HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
        for (int i = 0; i < fields.length; i += 2) {
            head.headers().add(fields[i], fields[i + 1]);
        }
        return head;
    }
}
