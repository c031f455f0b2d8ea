package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.http1.DecoderLimits;
import io.sallyport.http1.MalformedMessage;
import io.sallyport.http1.ResponseDecoder;
import io.sallyport.policy.TunnelProxy;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks the proxy that was connected to for the target (RFC 9110 section 9.3.6); what follows is between us and that. */
record ProxyConnect(String host, int port, @Nullable String authorization) implements Preparation {

    /** As the configuration's proxy says, which wants no credentials. */
    static ProxyConnect of(TunnelProxy proxy) {
        return new ProxyConnect(proxy.host(), proxy.port(), null);
    }

    @Override
    public void run(Channel channel, long nanos, Dialer.Listener listener) {
        Asking asking = new Asking(channel, listener);
        asking.begin(target(), authorization, nanos);
    }

    private String target() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }

    /** From the request to the end of the answer's head; then both handlers are gone. */
    private static final class Asking extends ChannelInboundHandlerAdapter {

        private final Channel channel;
        private final Dialer.Listener listener;
        private final ResponseDecoder decoder = new ResponseDecoder(DecoderLimits.DEFAULT);
        private @Nullable ScheduledFuture<?> timeout;
        private int status;
        private boolean over;

        Asking(Channel channel, Dialer.Listener listener) {
            this.channel = channel;
            this.listener = listener;
        }

        void begin(String target, @Nullable String authorization, long nanos) {
            ChannelPipeline pipeline = channel.pipeline();
            ChannelHandlerContext tls = pipeline.context(SslHandler.class);
            if (tls == null) {
                pipeline.addFirst(decoder, this);
            } else {
                pipeline.addAfter(tls.name(), null, this).addAfter(tls.name(), null, decoder);
            }
            decoder.expect(HttpMethod.CONNECT);
            timeout = channel.eventLoop()
                    .schedule(
                            () -> fail(Outcome.CONNECTION_TIMEOUT, "the proxy did not answer CONNECT in time"),
                            Math.max(0, nanos),
                            TimeUnit.NANOSECONDS);
            String head = "CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n"
                    + (authorization == null ? "" : "Proxy-Authorization: " + authorization + "\r\n")
                    + "\r\n";
            channel.writeAndFlush(ByteBufUtil.writeAscii(channel.alloc(), head));
            channel.read();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            switch (message) {
                case HttpResponse head -> status = head.status().code();
                case LastHttpContent last -> {
                    last.release();
                    answered();
                }
                case MalformedMessage malformed -> failed("the proxy's answer to CONNECT: " + malformed.reason());
                default -> ReferenceCountUtil.release(message);
            }
            if (status >= 300) {
                failed("the proxy answered CONNECT with " + status);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (!over) {
                context.read();
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext context, Object event) {
            if (event instanceof ChannelInputShutdownEvent || event instanceof SslCloseCompletionEvent) {
                failed("closed by the proxy during CONNECT");
            }
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            failed("closed by the proxy during CONNECT");
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            failed("reset by the proxy during CONNECT");
        }

        private void answered() {
            if (over || status < 200 || status >= 300) {
                return;
            }
            end();
            ByteBuf early = decoder.releaseRemainder();
            ChannelPipeline pipeline = channel.pipeline();
            ChannelHandlerContext tls = pipeline.context(SslHandler.class);
            pipeline.remove(decoder);
            pipeline.remove(this);
            listener.connected(channel);
            // A server that speaks first may have done so already.
            if (!early.isReadable()) {
                early.release();
            } else if (tls == null) {
                pipeline.fireChannelRead(early).fireChannelReadComplete();
            } else {
                tls.fireChannelRead(early).fireChannelReadComplete();
            }
        }

        private void failed(String why) {
            fail(Outcome.CONNECTION_FAILED, why);
        }

        private void fail(Outcome outcome, String why) {
            if (!over) {
                end();
                channel.close();
                listener.failed(new Failure(outcome, why));
            }
        }

        private void end() {
            over = true;
            if (timeout != null) {
                timeout.cancel(false);
            }
        }
    }
}
