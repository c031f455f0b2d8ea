package io.sallyport.exchange;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;

/** Takes a request's body towards the upstream, and holds the reins of the response. */
public interface RequestSink {

    /**
     * A piece of the body. Ownership of the buffer passes. Not flushed until {@link #flush}. After a response of 101 what
     * the client says in the other protocol, although {@link #end} was called.
     */
    void body(ByteBuf data);

    /** The body is whole. Exactly once, unless {@link #abort} came first. */
    void end(HttpHeaders trailers);

    /** What was given so far goes out: called once the client's bytes at hand are used up. */
    void flush();

    /** Whether more of the body is welcome; when false, wait for {@link ResponseSink#requestWritable}. */
    boolean isWritable();

    /** Whether the response may keep coming; false when the client is slow. Bodies stop being read, not buffered. */
    void readResponse(boolean wanted);

    /**
     * Give up: the client is gone, or time is. The upstream connection is closed unless the exchange on it was over;
     * nothing is called on the {@link ResponseSink} afterwards. Harmless after the end.
     */
    void abort(Outcome cause);
}
