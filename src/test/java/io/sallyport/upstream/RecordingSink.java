package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.ResponseSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/** Writes down what it is told, in the order it is told: {@code 200}, {@code body}, {@code end}, {@code flush}. */
final class RecordingSink implements ResponseSink {

    final List<String> events = new ArrayList<>();
    final StringBuilder body = new StringBuilder();
    final AtomicLong bodyBytes = new AtomicLong();
    final CompletableFuture<RecordingSink> over = new CompletableFuture<>();
    final CompletableFuture<String> headSeen = new CompletableFuture<>();
    final CompletableFuture<String> firstWritable = new CompletableFuture<>();
    volatile Runnable onWritable = () -> {};
    volatile Runnable onBody = () -> {};

    @Nullable
    HttpResponse head;

    @Nullable
    HttpHeaders trailers;

    @Nullable
    Failure failure;

    @Override
    public void informational(HttpResponse interim) {
        note(String.valueOf(interim.status().code()));
    }

    @Override
    public void head(HttpResponse response) {
        head = response;
        note(String.valueOf(response.status().code()));
        headSeen.complete("seen");
    }

    @Override
    public void body(ByteBuf data) {
        bodyBytes.addAndGet(data.readableBytes());
        if (body.length() < 100_000) {
            body.append(data.toString(StandardCharsets.ISO_8859_1));
        }
        data.release();
        if (events.isEmpty() || !events.getLast().equals("body")) {
            note("body");
        }
        onBody.run();
    }

    @Override
    public void end(HttpHeaders last) {
        trailers = last;
        note("end");
        over.complete(this);
    }

    @Override
    public void flush() {
        note("flush");
    }

    @Override
    public void fail(Failure why) {
        failure = why;
        note("fail");
        over.complete(this);
    }

    @Override
    public void requestWritable() {
        firstWritable.complete("writable");
        onWritable.run();
    }

    private void note(String event) {
        boolean late = over.isDone();
        if (late) {
            throw new AssertionError(event + " after the last call: " + events);
        }
        events.add(event);
    }

    RecordingSink await() {
        return TestLoop.await(over);
    }
}
