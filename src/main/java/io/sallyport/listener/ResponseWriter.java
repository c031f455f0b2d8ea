package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;

/** Writes one response after the other to a client, in its protocol. Nothing goes out for certain before {@link #flush}. */
interface ResponseWriter {

    /** A head whose fields say already, in the words of HTTP/1, how the body is framed. */
    void head(HttpResponse response, ResponseFraming framing);

    /** What follows the head is framed otherwise than the head said: it is of another protocol. */
    void continueWith(ResponseFraming other);

    /** A piece of the body; dropped where the response has none. Ownership passes. */
    void body(ByteBuf data);

    /** The body is whole. */
    void end(HttpHeaders trailers);

    /**
     * A whole response of our own.
     *
     * @param toHead whether it answers HEAD, so that only its fields go out
     * @param persist whether the connection may go on
     */
    void answer(Answer answer, boolean toHead, boolean persist);

    void flush();
}
