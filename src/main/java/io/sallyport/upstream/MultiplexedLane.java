package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.exchange.Failure;
import io.sallyport.http1.MalformedMessage;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * A stream of HTTP/2, for one request. It has a channel of its own, whose writability and reading follow the stream's
 * windows.
 */
final class MultiplexedLane extends ChannelInboundHandlerAdapter implements RequestLane {

    private final MultiplexedConnection connection;
    private final boolean used;
    private final long unusedNanos;
    private @Nullable Http2StreamChannel channel;
    private @Nullable UpstreamCall call;
    private @Nullable HttpRequest request;
    private RequestFraming framing = RequestFraming.NONE;
    private Http2ResponseReader response = new Http2ResponseReader(HttpMethod.GET);
    private @Nullable ChannelFuture last;
    private long lastActivityNanos;
    private boolean stale;

    /**
     * A place on the connection.
     *
     * @param used whether the connection carried a request before
     * @param unusedNanos for how long nobody used it; negative where others do
     */
    MultiplexedLane(MultiplexedConnection connection, boolean used, long unusedNanos) {
        this.connection = connection;
        this.used = used;
        this.unusedNanos = unusedNanos;
    }

    @Override
    public boolean isUsed() {
        return used;
    }

    @Override
    public boolean isOpen() {
        return connection.isOpen();
    }

    @Override
    public boolean isCutShort() {
        // A stream has an end of its own.
        return false;
    }

    @Override
    public boolean isWritable() {
        return channel != null && channel.isWritable();
    }

    // The request.

    @Override
    public void begin(UpstreamCall owner, HttpRequest begun, RequestFraming how) {
        call = owner;
        request = begun;
        framing = how;
        stale = used && unusedNanos >= owner.staleAfterNanos();
        response = new Http2ResponseReader(begun.method());
        active();
        // On the connection's own loop it is there at once: handlerAdded has it.
        new Http2StreamChannelBootstrap(connection.channel()).handler(this).open();
        if (channel == null) {
            connection.channel().eventLoop().execute(() -> over("the connection ended"));
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        channel = (Http2StreamChannel) context.channel();
    }

    @Override
    public void head() {
        if (request == null) {
            throw new IllegalStateException("request: none (expected: begun)");
        }
        boolean whole = framing == RequestFraming.NONE;
        write(new DefaultHttp2HeadersFrame(Http2RequestHead.of(request, connection.scheme()), whole))
                .addListener(written -> {
                    if (!written.isSuccess() && written.cause() instanceof Http2Exception) {
                        // The codec's own objection, such as a bound that the upstream has lowered meanwhile.
                        refused("the request could not be sent");
                    }
                });
        request = null;
    }

    @Override
    public void body(ByteBuf data) {
        if (data.isReadable()) {
            write(new DefaultHttp2DataFrame(data, false));
        } else {
            data.release();
        }
    }

    @Override
    public void end(HttpHeaders trailers) {
        if (framing == RequestFraming.NONE) {
            return;
        }
        write(
                trailers.isEmpty()
                        ? new DefaultHttp2DataFrame(true)
                        : new DefaultHttp2HeadersFrame(Http2RequestHead.trailers(trailers), true));
    }

    private ChannelFuture write(Http2StreamFrame frame) {
        active();
        Http2StreamChannel open = channel;
        if (open == null) {
            ReferenceCountUtil.release(frame);
            return connection.channel().newFailedFuture(new ClosedChannelException());
        }
        ChannelFuture written = open.write(frame);
        last = written;
        return written;
    }

    @Override
    public void flush() {
        if (channel != null) {
            channel.flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        if (call != null && context.channel().isWritable()) {
            active();
            call.writable();
        }
    }

    // The response.

    @Override
    public void readAutomatically(boolean wanted) {
        active();
        if (channel != null) {
            channel.config().setAutoRead(wanted);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        switch (message) {
            case Http2HeadersFrame fields -> {
                Object read = response.fields(fields.headers(), fields.isEndStream());
                tell(read);
                if (read instanceof HttpResponse && fields.isEndStream()) {
                    tell(LastHttpContent.EMPTY_LAST_CONTENT);
                }
            }
            case Http2DataFrame data -> tell(response.body(data.content(), data.isEndStream()));
            default -> ReferenceCountUtil.release(message);
        }
    }

    private void tell(Object message) {
        UpstreamCall owner = call;
        if (owner == null) {
            ReferenceCountUtil.release(message);
            return;
        }
        active();
        if (message instanceof MalformedMessage && channel != null) {
            channel.writeAndFlush(new DefaultHttp2ResetFrame(Http2Error.PROTOCOL_ERROR));
        }
        owner.received(message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (call != null) {
            active();
            call.readComplete();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            if (reset.errorCode() == Http2Error.REFUSED_STREAM.code()) {
                refused("stream refused by the upstream");
            } else if (reset.errorCode() != Http2Error.NO_ERROR.code()) {
                over("stream reset by the upstream: " + name(reset.errorCode()));
            }
            // Without an error, a response came before: what is still to be read of it counts (RFC 9113 section 8.1).
        }
        ReferenceCountUtil.release(event);
    }

    private static String name(long code) {
        Http2Error known = Http2Error.valueOf(code);
        return known == null ? Long.toString(code) : known.name();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof Http2Exception malformed && call != null) {
            // The codec closes the stream, and says why.
            call.received(new MalformedMessage(502, "HTTP/2 " + malformed.error()));
        } else {
            context.close();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Http2StreamChannel closed = channel;
        if (closed != null && connection.isRefused(closed.stream().id())) {
            refused("the upstream goes away");
        } else {
            over(connection.isOpen() ? "stream closed by the upstream" : "closed by the upstream");
        }
    }

    private void refused(String how) {
        UpstreamCall owner = call;
        if (owner != null) {
            leave();
            owner.refused(how);
        }
    }

    private void over(String how) {
        UpstreamCall owner = call;
        if (owner == null) {
            return;
        }
        Failure failure = connection.failure();
        if (failure != null) {
            owner.failed(failure);
        } else {
            boolean mayBeUnseen = stale && !connection.isOpen() && !connection.isBroken();
            leave();
            owner.lost(how, mayBeUnseen);
        }
    }

    private void leave() {
        call = null;
        connection.ended(this);
    }

    // HTTP/2 switches no protocols: a 101 is malformed before anybody hears of it.

    @Override
    public ByteBuf switchProtocols() {
        throw new IllegalStateException("101 on a stream (expected: over HTTP/1.1 alone)");
    }

    @Override
    public boolean hasEndedCleanly() {
        return false;
    }

    // Time.

    private void active() {
        lastActivityNanos = System.nanoTime();
    }

    /** For how long nothing went or came, though it might have. */
    long silentNanos(long nowNanos) {
        boolean waiting = call != null && channel != null && channel.config().isAutoRead();
        return waiting ? nowNanos - lastActivityNanos : 0;
    }

    void idle() {
        if (call != null) {
            call.idle();
        }
    }

    // The end.

    @Override
    public void unused() {
        connection.ended(this);
    }

    @Override
    public void complete(boolean requestEnded) {
        boolean sent = requestEnded && last != null && last.isDone();
        call = null;
        if (!sent && channel != null) {
            channel.close();
        }
        connection.ended(this);
    }

    @Override
    public void abandon() {
        call = null;
        if (channel != null) {
            channel.close();
        }
        connection.ended(this);
    }
}
