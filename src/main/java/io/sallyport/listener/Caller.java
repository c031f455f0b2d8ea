package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import java.net.SocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * The client of one request, as a {@link Turn} and {@link Dispatch} see it: a connection of HTTP/1, one request after the
 * other, or a stream of HTTP/2. Lives on one event loop.
 */
interface Caller {

    EventLoop loop();

    /** The client's end of the connection. */
    SocketAddress client();

    /** For whom the client spoke TLS with us, and to whom alone its requests may go; null where it did not. */
    @Nullable
    InnerOrigin origin();

    /** Whether it is beyond the limit of connections. */
    boolean isExcess();

    /** The request at hand is carried by {@code next}. */
    void take(Turn next);

    // The request.

    /** No more of the request for now. */
    void pauseReading();

    void resumeReading();

    /** Whether what is left of the request's body is worth reading, so that the connection can go on. */
    boolean isBodyReadable();

    // The response.

    ResponseWriter writer();

    /** Whether the client takes more of the response. */
    boolean isWritable();

    /** Whether the connection may go on after the response to the present request. */
    boolean mayPersist();

    /** Answers the request at hand by ourselves, and ends its exchange. */
    void answer(Exchange exchange, Answer answer, Failure failure);

    /** Answers a failure, or closes where there is nothing to say or nobody to say it to. */
    void answerFailure(Exchange exchange, Failure failure);

    /** Writes a whole answer; {@code persist} says whether the connection may go on. */
    void answer(Answer answer, boolean persist);

    /** The response to the request at hand is wholly written. */
    void responded(boolean persist);

    /**
     * The response breaks off, in a way that the client can see.
     *
     * @param reset where a mere close would look like the end of the response
     */
    void cut(boolean reset);

    // What is no longer HTTP.

    /**
     * The turn at hand goes on in another protocol, to the connection's end: what the client sends comes to it as it is,
     * in contents. Only for a request that asked for it by {@code Upgrade}, which HTTP/2 has not.
     *
     * @return what has come of it already
     */
    ByteBuf switchProtocols();

    /** Tells the client that its CONNECT stands, and leaves its bytes to the tunnel. */
    void becomeTunnel(Tunnel tunnel, Channel upstream);

    /** Tells the client that its CONNECT stands, and that it may begin TLS with us; what is inside is read by another. */
    void becomeInner(InnerReception reception);
}
