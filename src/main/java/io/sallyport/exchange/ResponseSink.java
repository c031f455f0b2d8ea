package io.sallyport.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;

/**
 * Takes a response towards the client: any number of {@link #informational}, then either {@link #head}, {@link #body}s
 * and {@link #end}, or, at any point before the end, {@link #fail}.
 */
public interface ResponseSink {

    /** A 1xx response (never 101). */
    void informational(HttpResponse head);

    /**
     * The final response's head, hop-by-hop fields as received from the upstream (the listener takes them out).
     * Framing fields say what the upstream said; a body without them lasts until {@link #end}. A 101 only where the
     * request asked for it by {@code Upgrade}; its body is what the upstream says in the other protocol.
     */
    void head(HttpResponse head);

    /** A piece of the body. Ownership of the buffer passes. */
    void body(ByteBuf data);

    /** The response is whole. The last call. */
    void end(HttpHeaders trailers);

    /** What was given so far goes out: called once the upstream's bytes at hand are used up. */
    void flush();

    /** It will not become whole. The last call. Before {@link #head}: the client gets an answer; after: a cut. */
    void fail(Failure failure);

    /** The {@link RequestSink} welcomes more of the request's body again. */
    void requestWritable();
}
