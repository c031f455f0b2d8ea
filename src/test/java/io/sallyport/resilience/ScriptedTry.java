package io.sallyport.resilience;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** One try, as the upstream sees it: what it was given, and the means to answer. */
final class ScriptedTry implements RequestSink {

    private final ResponseSink response;
    private final StringBuilder body = new StringBuilder();

    int ends;
    int flushes;
    boolean writable = true;
    boolean reading = true;

    @Nullable
    Outcome aborted;

    /** What to do while the request's end is being handed over. */
    Runnable onEnd = () -> {};

    ScriptedTry(ResponseSink response) {
        this.response = response;
    }

    String received() {
        return body.toString();
    }

    boolean isAborted() {
        return aborted != null;
    }

    // What the upstream does.

    void informs(int status) {
        response.informational(head(status));
        response.flush();
    }

    void answersHead(int status, String... fields) {
        HttpResponse head = head(status);
        for (int i = 0; i < fields.length; i += 2) {
            head.headers().set(fields[i], fields[i + 1]);
        }
        response.head(head);
    }

    void sends(ByteBuf data) {
        response.body(data);
    }

    void finishes() {
        response.end(EmptyHttpHeaders.INSTANCE);
    }

    void answers(int status, String... fields) {
        answersHead(status, fields);
        finishes();
    }

    void fails(Outcome outcome) {
        response.fail(new Failure(outcome, "scripted"));
    }

    void becomesWritable() {
        writable = true;
        response.requestWritable();
    }

    private static HttpResponse head(int status) {
        return new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status));
    }

    // What it is given.

    @Override
    public void body(ByteBuf data) {
        body.append(data.toString(StandardCharsets.UTF_8));
        data.release();
    }

    @Override
    public void end(HttpHeaders trailers) {
        ends++;
        onEnd.run();
    }

    @Override
    public void flush() {
        flushes++;
    }

    @Override
    public boolean isWritable() {
        return writable;
    }

    @Override
    public void readResponse(boolean wanted) {
        reading = wanted;
    }

    @Override
    public void abort(Outcome cause) {
        if (aborted != null) {
            throw new AssertionError("aborted twice: " + aborted + ", " + cause);
        }
        aborted = cause;
    }
}
