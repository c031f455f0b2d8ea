package io.sallyport.listener;

import io.netty.handler.codec.http.HttpContent;
import io.sallyport.exchange.Failure;

/** What a connection is busy with between a request's head and the end of its response. Told of what happens to both. */
interface Turn {

    /** A piece of the request's body, or its end. Ownership passes. */
    void content(HttpContent content);

    /** The bytes at hand are used up. */
    void readComplete();

    /** Whether the client takes more of the response has changed. */
    void writabilityChanged(boolean writable);

    /** The client sent all it ever will, and its request is whole. */
    void inputClosed();

    /** Give up, for a cause on this side of the proxy; answer if there is a way. */
    void giveUp(Failure failure);
}
