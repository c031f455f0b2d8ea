package io.sallyport.resilience;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.ResponseSink;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The client's side: remembers what came, and fails the test when something comes out of turn. */
final class RecordingSink implements ResponseSink {

    final List<String> events = new ArrayList<>();
    int writableCalls;

    @Nullable
    Failure failure;

    /** What to do when told that more of the body is welcome. */
    Runnable onWritable = () -> {};

    private final HttpHeaders head = new DefaultHttpHeaders();
    private boolean headCame;
    private boolean over;

    @Override
    public void informational(HttpResponse head) {
        expect(!headCame && !over, "informational");
        events.add("informational " + head.status().code());
    }

    @Override
    public void head(HttpResponse came) {
        expect(!headCame && !over, "head");
        headCame = true;
        head.set(came.headers());
        events.add("head " + came.status().code());
    }

    /** The fields of the head that came. */
    HttpHeaders head() {
        return head;
    }

    @Override
    public void body(ByteBuf data) {
        expect(headCame && !over, "body");
        events.add("body " + data.toString(StandardCharsets.UTF_8));
        data.release();
    }

    @Override
    public void end(HttpHeaders trailers) {
        expect(headCame && !over, "end");
        over = true;
        events.add("end");
    }

    @Override
    public void flush() {
        expect(!over, "flush");
    }

    @Override
    public void fail(Failure why) {
        expect(!over, "fail");
        over = true;
        failure = why;
        events.add("fail " + why.outcome());
    }

    @Override
    public void requestWritable() {
        writableCalls++;
        onWritable.run();
    }

    private void expect(boolean inTurn, String call) {
        if (!inTurn) {
            throw new AssertionError(call + " out of turn, after " + events);
        }
    }
}
