package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.http1.Http1Writer;
import org.jspecify.annotations.Nullable;

/**
 * Writes responses to one client. The head and the small pieces after it are gathered in one buffer, so that a small
 * response is one write of one buffer. Failed writes close the channel, which is how they are noticed.
 */
final class ResponseWriter {

    /** Room for a usual head and a small body. */
    private static final int GATHERED = 1024;

    private final ChannelHandlerContext context;
    private ResponseFraming framing = ResponseFraming.NONE;
    private @Nullable ByteBuf gathered;

    ResponseWriter(ChannelHandlerContext context) {
        this.context = context;
    }

    /** A head whose fields say already how the body is framed. */
    void head(HttpResponse response, ResponseFraming bodyFraming) {
        framing = bodyFraming;
        ByteBuf out = room(GATHERED);
        Http1Writer.responseHead(out, response);
    }

    /** What follows the head is framed otherwise than the head said: it is of another protocol. */
    void continueWith(ResponseFraming other) {
        framing = other;
    }

    /** A piece of the body; dropped where the response has none. Ownership passes. */
    void body(ByteBuf data) {
        switch (framing) {
            case NONE -> data.release();
            case LENGTH, UNTIL_CLOSE -> add(data);
            case CHUNKED -> add(Http1Writer.chunk(context.alloc(), data));
        }
    }

    /** The body is whole. */
    void end(HttpHeaders trailers) {
        if (framing == ResponseFraming.CHUNKED) {
            Http1Writer.lastChunk(room(GATHERED / 8), trailers);
        }
    }

    /**
     * A whole response of our own.
     *
     * @param toHead whether it answers HEAD, so that only its fields go out
     * @param persist whether the connection may go on
     */
    void answer(Answer answer, boolean toHead, boolean persist) {
        if (!persist) {
            answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
        }
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, answer.status(), answer.headers());
        boolean bodiless = toHead || answer.length() == 0;
        head(response, bodiless ? ResponseFraming.NONE : ResponseFraming.LENGTH);
        if (!bodiless) {
            add(Unpooled.wrappedBuffer(answer.body()));
        }
    }

    void flush() {
        writeGathered();
        context.flush();
    }

    /** Nothing more goes out. */
    void drop() {
        if (gathered != null) {
            gathered.release();
            gathered = null;
        }
    }

    private ByteBuf room(int size) {
        ByteBuf out = gathered;
        if (out == null) {
            out = context.alloc().ioBuffer(size);
            gathered = out;
        }
        return out;
    }

    private void add(ByteBuf data) {
        ByteBuf before = gathered;
        if (before != null && data.readableBytes() <= before.writableBytes()) {
            before.writeBytes(data);
            data.release();
            return;
        }
        writeGathered();
        context.write(data, context.voidPromise());
    }

    private void writeGathered() {
        ByteBuf out = gathered;
        if (out != null) {
            gathered = null;
            context.write(out, context.voidPromise());
        }
    }
}
