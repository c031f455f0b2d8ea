package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;

/**
 * The way of one request to an upstream: a connection of HTTP/1 for as long as the request lasts, or a stream of HTTP/2.
 * What comes back is told to the call in the same messages. It ends by one of {@link #unused}, {@link #complete} and
 * {@link #abandon}.
 */
interface RequestLane {

    /** Whether its connection carried a request before. */
    boolean isUsed();

    /** Whether its connection stands. */
    boolean isOpen();

    /** Whether it ended without the end that TLS has, as it does when somebody in between cuts it (RFC 8446 6.1). */
    boolean isCutShort();

    /** Whether more of the body is welcome. */
    boolean isWritable();

    /** A request begins: what is heard from now on is its response. */
    void begin(UpstreamCall owner, HttpRequest request, RequestFraming framing);

    /**
     * Writes the head. Flushes nothing, nor do the next two.
     *
     * @throws IllegalArgumentException when it holds what would break out of its line; nothing is written then
     */
    void head();

    /** Ownership passes. */
    void body(ByteBuf data);

    /**
     * Writes the end of the body.
     *
     * @throws IllegalArgumentException when a trailer would break out of its line; nothing is written then
     */
    void end(HttpHeaders trailers);

    void flush();

    /** Whether what comes is read; what is not read fills the upstream's window and no memory here. */
    void readAutomatically(boolean wanted);

    /** What is heard from now on is of another protocol; returns what was heard of it already, the caller's now. */
    ByteBuf switchProtocols();

    /** Whether its connection has closed, and not in mid-air. */
    boolean hasEndedCleanly();

    /** It was taken, and no request begun on it. */
    void unused();

    /**
     * The response is whole.
     *
     * @param requestEnded whether the request is, too
     */
    void complete(boolean requestEnded);

    /** The request is given up, wherever it is. */
    void abandon();
}
