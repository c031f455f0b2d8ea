package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.http1.Http1Writer;
import org.jspecify.annotations.Nullable;

/** Writes one request on one connection, its body framed as its head says. Flushes nothing. */
final class RequestWriter {

    private static final int HEAD_CAPACITY = 512;
    private static final int LAST_CHUNK_CAPACITY = 16;

    private final Http1Connection connection;
    private final HttpRequest request;
    private final RequestFraming framing;
    private @Nullable ChannelFuture last;

    RequestWriter(Http1Connection connection, HttpRequest request, RequestFraming framing) {
        this.connection = connection;
        this.request = request;
        this.framing = framing;
    }

    /** @throws IllegalArgumentException when it holds what would break out of its line; nothing is written then */
    void head() {
        ByteBuf bytes = connection.allocate(HEAD_CAPACITY);
        try {
            Http1Writer.requestHead(bytes, request);
        } catch (IllegalArgumentException e) {
            bytes.release();
            throw e;
        }
        last = connection.write(bytes);
    }

    /** Ownership passes. */
    void body(ByteBuf data) {
        last = connection.write(framing == RequestFraming.CHUNKED ? connection.chunk(data) : data);
    }

    /** @throws IllegalArgumentException when a trailer would break out of its line; nothing is written then */
    void end(HttpHeaders trailers) {
        if (framing != RequestFraming.CHUNKED) {
            return;
        }
        ByteBuf bytes = connection.allocate(LAST_CHUNK_CAPACITY);
        try {
            Http1Writer.lastChunk(bytes, trailers);
        } catch (IllegalArgumentException e) {
            bytes.release();
            throw e;
        }
        last = connection.write(bytes);
    }

    /** Whether all that was written has left. */
    boolean isSent() {
        return last != null && last.isSuccess();
    }
}
