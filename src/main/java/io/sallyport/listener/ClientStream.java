package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.http1.MalformedMessage;
import io.sallyport.http2.RequestReader;
import io.sallyport.http2.StreamBytes;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One stream of HTTP/2: one request and its response, then it is over. What is malformed, or breaks off, is told by
 * RST_STREAM, so that no half message looks like a whole one (RFC 9113 section 8.1).
 */
final class ClientStream extends ChannelInboundHandlerAdapter implements Caller {

    private static final System.Logger LOG = System.getLogger(ClientStream.class.getName());

    private final ListenerContext context;
    private final Dispatch dispatch;
    private final ClientStreams connection;
    private final RequestReader reader;

    private @Nullable ChannelHandlerContext attached;
    private @Nullable ConnectionClock attachedClock;
    private @Nullable Http2ResponseWriter attachedWriter;

    private @Nullable Turn turn;
    private @Nullable HttpRequest request;
    /** What a CONNECT's client sent before it was told that it may. */
    private @Nullable ByteBuf early;

    private boolean requestComplete;
    private boolean paused;
    private boolean reading;
    private boolean flushWanted;
    /** Nothing more is said on this stream, and nothing heard. */
    private boolean over;

    ClientStream(ListenerContext context, Dispatch dispatch, ClientStreams connection) {
        this.context = context;
        this.dispatch = dispatch;
        this.connection = connection;
        this.reader = new RequestReader(connection.origin() != null);
    }

    // What a turn may ask of its client.

    @Override
    public EventLoop loop() {
        return channel().eventLoop();
    }

    @Override
    public SocketAddress client() {
        return channel().remoteAddress();
    }

    @Override
    public @Nullable InnerOrigin origin() {
        return connection.origin();
    }

    @Override
    public boolean isExcess() {
        return connection.isExcess();
    }

    @Override
    public void take(Turn next) {
        turn = next;
    }

    @Override
    public void pauseReading() {
        paused = true;
        channel().config().setAutoRead(false);
        clock().await(ConnectionClock.Wait.NOTHING);
    }

    @Override
    public void resumeReading() {
        if (paused) {
            paused = false;
            channel().config().setAutoRead(true);
            awaitBody();
        }
    }

    /** The rest of it concerns this stream alone. */
    @Override
    public boolean isBodyReadable() {
        return true;
    }

    @Override
    public Http2ResponseWriter writer() {
        return Objects.requireNonNull(attachedWriter, "not in a pipeline");
    }

    @Override
    public boolean isWritable() {
        return channel().isWritable();
    }

    /** What ends with a response is the stream, always. */
    @Override
    public boolean mayPersist() {
        return true;
    }

    @Override
    public void answer(Exchange exchange, Answer answer, Failure failure) {
        exchange.status = answer.status().code();
        exchange.firstByteNanos = System.nanoTime();
        exchange.responseHeadBytes = HeadSize.of(answer);
        exchange.bytesSent = isHead() ? 0 : answer.length();
        answer(answer, true);
        exchange.end(failure.outcome(), failure.detail());
    }

    @Override
    public void answerFailure(Exchange exchange, Failure failure) {
        if (over || failure.outcome().status() == 0) {
            exchange.end(failure.outcome(), failure.detail());
            reset(Http2Error.CANCEL);
            return;
        }
        Answer answer = context.answers().failure(exchange.head(), failure);
        RouteTreatment.response(answer.headers(), exchange);
        answer(exchange, answer, failure);
    }

    @Override
    public void answer(Answer answer, boolean persist) {
        writer().answer(answer, isHead(), persist);
        if (reading) {
            flushWanted = true;
        } else {
            writer().flush();
        }
        responded(persist);
    }

    /** The rest of the request is of no use; that is said only once the client has the response. */
    @Override
    public void responded(boolean persist) {
        turn = null;
        ChannelFuture ended = writer().ended();
        if (over || ended == null) {
            return;
        }
        clock().await(ConnectionClock.Wait.ROOM);
        ended.addListener(written -> {
            clock().stop();
            if (!requestComplete) {
                reset(Http2Error.NO_ERROR);
            } else if (!over) {
                over = true;
                here().close();
            }
        });
    }

    @Override
    public void cut(boolean reset) {
        reset(Http2Error.INTERNAL_ERROR);
    }

    @Override
    public ByteBuf switchProtocols() {
        throw new IllegalStateException("HTTP/2 has no Upgrade");
    }

    @Override
    public void becomeTunnel(Tunnel tunnel, Channel upstream) {
        ByteBuf first = becomeBytes(StreamBytes.OnClose.RESET);
        tunnel.openCaptured(here(), first, requestComplete, upstream);
    }

    @Override
    public void becomeInner(InnerReception reception) {
        ByteBuf first = becomeBytes(StreamBytes.OnClose.END);
        reception.openCaptured(here(), first, requestComplete);
    }

    /** Tells the client that its CONNECT stands; returns what it sent before. */
    private ByteBuf becomeBytes(StreamBytes.OnClose onClose) {
        over = true;
        turn = null;
        clock().stop();
        writer().establish();
        ByteBuf first = early == null ? Unpooled.EMPTY_BUFFER : early;
        early = null;
        here().pipeline().addBefore(here().name(), null, new StreamBytes(onClose));
        return first;
    }

    // What the channel tells.

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        attached = added;
        attachedWriter = new Http2ResponseWriter(added);
        attachedClock = new ConnectionClock(
                context.services().timer(), added.channel().eventLoop(), context.settings(), this::expired);
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        reading = true;
        if (over) {
            ReferenceCountUtil.release(message);
        } else if (message instanceof Http2HeadersFrame frame) {
            read(reader.fields(frame.headers(), frame.isEndStream()), frame.isEndStream());
        } else if (message instanceof Http2DataFrame frame) {
            read(reader.body(frame.content(), frame.isEndStream()), frame.isEndStream());
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void read(Object message, boolean last) {
        if (message instanceof HttpRequest head) {
            request = head;
            if (HttpMethod.CONNECT.equals(head.method())) {
                pauseReading();
            }
            dispatch.begin(this, head);
            if (last) {
                content(LastHttpContent.EMPTY_LAST_CONTENT);
            }
        } else if (message instanceof HttpContent content) {
            content(content);
        } else if (message instanceof MalformedMessage malformed) {
            abandon(new Failure(Outcome.CLIENT_MALFORMED, malformed.reason()), Http2Error.PROTOCOL_ERROR);
        }
    }

    private void content(HttpContent content) {
        requestComplete = content instanceof LastHttpContent;
        Turn present = turn;
        if (present == null) {
            content.release();
        } else if (request != null && HttpMethod.CONNECT.equals(request.method())) {
            keep(content.content());
            if (requestComplete) {
                present.inputClosed();
            }
        } else {
            present.content(content);
        }
    }

    /** No more than a window of it can come. */
    private void keep(ByteBuf data) {
        early = early == null ? data : Unpooled.wrappedBuffer(early, data);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        reading = false;
        Turn present = turn;
        if (present != null) {
            awaitBody();
            present.readComplete();
        }
        if (flushWanted) {
            flushWanted = false;
            writer().flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) {
        Turn present = turn;
        if (present == null) {
            return;
        }
        boolean writable = from.channel().isWritable();
        clock().await(writable ? ConnectionClock.Wait.NOTHING : ConnectionClock.Wait.ROOM);
        awaitBody();
        present.writabilityChanged(writable);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof Http2ResetFrame) {
            // Netty closes the channel, as soon as it was all read.
            abandon(new Failure(Outcome.CLIENT_GONE, "reset by the client"), null);
        } else if (event == OpenConnections.Call.CUT) {
            giveUp(new Failure(Outcome.DRAINING, "the grace period is over"));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        abandon(new Failure(Outcome.CLIENT_GONE, "closed by the client"), null);
        clock().stop();
        writer().drop();
        if (early != null) {
            early.release();
            early = null;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (cause instanceof Http2Exception) {
            // The codec resets the stream.
            abandon(new Failure(Outcome.CLIENT_MALFORMED, "a frame that breaks the protocol"), null);
            return;
        }
        LOG.log(Level.ERROR, "client stream", cause);
        abandon(new Failure(Outcome.INTERNAL, cause.getClass().getSimpleName()), Http2Error.INTERNAL_ERROR);
    }

    private void expired(ConnectionClock.Wait wait) {
        if (wait == ConnectionClock.Wait.BODY) {
            giveUp(new Failure(Outcome.CLIENT_TIMEOUT, "the body stopped coming"));
        } else {
            abandon(new Failure(Outcome.CLIENT_TIMEOUT, "the client stopped reading"), Http2Error.CANCEL);
        }
    }

    /** More of the body is due, unless we do not want it, or wait for the client to read first. */
    private void awaitBody() {
        if (turn != null && !requestComplete && !paused && clock().waitsFor() != ConnectionClock.Wait.ROOM) {
            clock().await(ConnectionClock.Wait.BODY);
        }
    }

    /** Ends the exchange; the client gets an answer if it has none yet. */
    private void giveUp(Failure failure) {
        Turn present = turn;
        turn = null;
        if (present != null) {
            present.giveUp(failure);
        }
    }

    /** Ends the exchange without an answer; null leaves the reset to whoever does it already. */
    private void abandon(Failure failure, @Nullable Http2Error error) {
        if (error != null) {
            reset(error);
        } else {
            over = true;
            channel().config().setAutoRead(true);
        }
        giveUp(failure);
        clock().stop();
    }

    private void reset(Http2Error error) {
        if (over) {
            return;
        }
        over = true;
        clock().stop();
        writer().drop();
        here().writeAndFlush(new DefaultHttp2ResetFrame(error));
        here().close();
    }

    private boolean isHead() {
        return request != null && HttpMethod.HEAD.equals(request.method());
    }

    private Channel channel() {
        return here().channel();
    }

    private ChannelHandlerContext here() {
        return Objects.requireNonNull(attached, "not in a pipeline");
    }

    private ConnectionClock clock() {
        return Objects.requireNonNull(attachedClock, "not in a pipeline");
    }
}
