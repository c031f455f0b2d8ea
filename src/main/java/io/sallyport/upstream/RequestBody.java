package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** What was given of a request's body before there was a connection to put it on. */
final class RequestBody {

    private @Nullable Queue<ByteBuf> pieces;
    private HttpHeaders trailers = EmptyHttpHeaders.INSTANCE;

    void add(ByteBuf piece) {
        if (pieces == null) {
            pieces = new ArrayDeque<>(4);
        }
        pieces.add(piece);
    }

    /** The first piece not yet taken, now the caller's; null when there is none. */
    @Nullable
    ByteBuf poll() {
        return pieces == null ? null : pieces.poll();
    }

    void release() {
        for (ByteBuf piece = poll(); piece != null; piece = poll()) {
            piece.release();
        }
    }

    void endWith(HttpHeaders last) {
        trailers = last;
    }

    HttpHeaders trailers() {
        return trailers;
    }
}
