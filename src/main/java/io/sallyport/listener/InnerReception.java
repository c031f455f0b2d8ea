package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.sallyport.http1.RequestDecoder;

/** Takes over a client's channel for the requests inside a tunnel. */
sealed interface InnerReception permits TlsReception, PlainReception {

    /**
     * Takes the channel over after a CONNECT of HTTP/1, and tells the client.
     *
     * @param connection the handler to be replaced
     * @param decoder to be taken out; what it read beyond the CONNECT is the first of what is inside
     */
    void open(ChannelHandlerContext connection, RequestDecoder decoder);

    /**
     * Takes over the channel of a client that was told already, or knows of no proxy.
     *
     * @param replaced the handler to be replaced
     * @param early what was read already; ownership passes
     * @param inputClosed whether that is all it will send
     */
    void openCaptured(ChannelHandlerContext replaced, ByteBuf early, boolean inputClosed);
}
