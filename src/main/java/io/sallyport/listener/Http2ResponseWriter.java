package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.sallyport.http2.ResponseFields;
import org.jspecify.annotations.Nullable;

/**
 * Writes the response of one stream. The last frame is held back until what comes next is known, so that the end of the
 * stream needs no frame of its own.
 */
final class Http2ResponseWriter implements ResponseWriter {

    private final ChannelHandlerContext context;
    private ResponseFraming framing = ResponseFraming.NONE;
    private @Nullable Http2Headers heldHead;
    private @Nullable ByteBuf heldData;
    private @Nullable ChannelFuture ended;

    Http2ResponseWriter(ChannelHandlerContext context) {
        this.context = context;
    }

    @Override
    public void head(HttpResponse response, ResponseFraming bodyFraming) {
        Http2Headers fields = ResponseFields.head(response);
        if (response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            context.write(new DefaultHttp2HeadersFrame(fields));
            return;
        }
        framing = bodyFraming;
        heldHead = fields;
    }

    @Override
    public void continueWith(ResponseFraming other) {
        throw new IllegalStateException("HTTP/2 has no Upgrade");
    }

    @Override
    public void body(ByteBuf data) {
        if (framing == ResponseFraming.NONE || !data.isReadable()) {
            data.release();
            return;
        }
        writeHeld();
        heldData = data;
    }

    @Override
    public void end(HttpHeaders trailers) {
        if (!trailers.isEmpty() && framing != ResponseFraming.NONE) {
            writeHeld();
            ended = context.write(new DefaultHttp2HeadersFrame(ResponseFields.trailers(trailers), true));
            return;
        }
        Http2Headers head = heldHead;
        ByteBuf data = heldData;
        heldHead = null;
        heldData = null;
        if (head != null) {
            ended = context.write(new DefaultHttp2HeadersFrame(head, true));
        } else {
            ended = context.write(new DefaultHttp2DataFrame(data == null ? Unpooled.EMPTY_BUFFER : data, true));
        }
    }

    @Override
    public void answer(Answer answer, boolean toHead, boolean persist) {
        HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, answer.status(), answer.headers());
        boolean bodiless = toHead || answer.length() == 0;
        head(response, bodiless ? ResponseFraming.NONE : ResponseFraming.LENGTH);
        body(Unpooled.wrappedBuffer(answer.body()));
        end(EmptyHttpHeaders.INSTANCE);
    }

    @Override
    public void flush() {
        if (framing != ResponseFraming.NONE) {
            writeHeld();
        }
        context.flush();
    }

    /** The head of a stream that is a tunnel from here on. */
    void establish() {
        Http2Headers fields = ResponseFields.head(
                new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, EmptyHttpHeaders.INSTANCE));
        context.writeAndFlush(new DefaultHttp2HeadersFrame(fields));
    }

    /** Completes when the last frame of the response is on its way; null before {@link #end}. */
    @Nullable
    ChannelFuture ended() {
        return ended;
    }

    /** Nothing more goes out. */
    void drop() {
        heldHead = null;
        if (heldData != null) {
            heldData.release();
            heldData = null;
        }
    }

    private void writeHeld() {
        Http2Headers head = heldHead;
        if (head != null) {
            heldHead = null;
            context.write(new DefaultHttp2HeadersFrame(head));
        }
        ByteBuf data = heldData;
        if (data != null) {
            heldData = null;
            context.write(new DefaultHttp2DataFrame(data));
        }
    }
}
