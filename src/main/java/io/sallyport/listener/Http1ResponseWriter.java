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
 * Writes responses as HTTP/1. The head and the small pieces after it are gathered in one buffer, so that a small
 * response is one write of one buffer. Failed writes close the channel, which is how they are noticed.
 */
final class Http1ResponseWriter implements ResponseWriter {

    /** Room for a usual head and a small body. */
    private static final int GATHERED = 1024;

    private final ChannelHandlerContext context;
    private ResponseFraming framing = ResponseFraming.NONE;
    private @Nullable ByteBuf gathered;

    Http1ResponseWriter(ChannelHandlerContext context) {
        this.context = context;
    }

    @Override
    public void head(HttpResponse response, ResponseFraming bodyFraming) {
        framing = bodyFraming;
        ByteBuf out = room(GATHERED);
        Http1Writer.responseHead(out, response);
    }

    @Override
    public void continueWith(ResponseFraming other) {
        framing = other;
    }

    @Override
    public void body(ByteBuf data) {
        switch (framing) {
            case NONE -> data.release();
            case LENGTH, UNTIL_CLOSE -> add(data);
            case CHUNKED -> add(Http1Writer.chunk(context.alloc(), data));
        }
    }

    @Override
    public void end(HttpHeaders trailers) {
        if (framing == ResponseFraming.CHUNKED) {
            Http1Writer.lastChunk(room(GATHERED / 8), trailers);
        }
    }

    @Override
    public void answer(Answer answer, boolean toHead, boolean persist) {
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

    @Override
    public void flush() {
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
