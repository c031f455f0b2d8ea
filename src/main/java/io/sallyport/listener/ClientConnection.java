package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.http1.MalformedMessage;
import io.sallyport.http1.RequestDecoder;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The state machine of one client connection: one request after the other, each a {@link Turn} or an answer at once.
 *
 * <pre>
 *            request                    answered, request whole
 *   IDLE ───────────────▶ BUSY ─────────────────────────────────▶ IDLE
 *                          │ answered, body still coming
 *                          ├──────────────▶ DISCARDING ──────────▶ IDLE
 *                          │ answered, must not go on
 *                          └──────────────▶ ENDING ──▶ OVER
 * </pre>
 */
final class ClientConnection extends ChannelInboundHandlerAdapter implements Caller {

    private static final System.Logger LOG = System.getLogger(ClientConnection.class.getName());
    private static final long LINGER_MILLIS = 1_000;

    private enum State {
        /** No request; perhaps a part of a head. */
        IDLE,
        /** A request's head was read, its response is not wholly written. */
        BUSY,
        /** The response is written; what is left of the request's body is read and dropped. */
        DISCARDING,
        /** The last response is written; the connection ends once the client has it. */
        ENDING,
        /** Closed, or a tunnel. */
        OVER
    }

    private final ListenerContext context;
    private final Dispatch dispatch;
    private final RequestDecoder decoder;
    private final boolean excess;
    /** For whom the client spoke TLS with us; null where it did not. */
    private final @Nullable InnerOrigin origin;

    private @Nullable ChannelHandlerContext attached;
    private @Nullable ConnectionClock attachedClock;
    private @Nullable Http1ResponseWriter attachedWriter;
    private @Nullable SocketAddress client;

    private State state = State.IDLE;
    private @Nullable Turn turn;
    private @Nullable HttpRequest request;
    /** Whether the request lets the connection live on. */
    private boolean persistent;

    /** The request is to be answered in HTTP/2, and all after it. */
    private @Nullable Http2Upgrade upgrade;

    private boolean requestComplete = true;
    /** The turn's bytes are of another protocol, and come as they are. */
    private boolean switched;

    private long discarded;
    private boolean inputClosed;
    /** When a response ended whose promise of a further one is to be taken back; 0 for none. */
    private long promisedNanos;

    private boolean reading;
    private boolean flushWanted;
    /** Whether this read brought a message, not just a part of one. */
    private boolean progressed;
    /** Reading is off because the turn cannot take more, or because requests pile up. */
    private boolean paused;

    ClientConnection(
            ListenerContext context,
            Dispatch dispatch,
            RequestDecoder decoder,
            boolean excess,
            @Nullable InnerOrigin origin) {
        this.context = context;
        this.dispatch = dispatch;
        this.decoder = decoder;
        this.excess = excess;
        this.origin = origin;
    }

    // What a turn may ask of its client.

    @Override
    public EventLoop loop() {
        return channel().eventLoop();
    }

    @Override
    public SocketAddress client() {
        return Objects.requireNonNull(client, "not connected");
    }

    @Override
    public Http1ResponseWriter writer() {
        return Objects.requireNonNull(attachedWriter, "not in a pipeline");
    }

    @Override
    public boolean isWritable() {
        return channel().isWritable();
    }

    @Override
    public @Nullable InnerOrigin origin() {
        return origin;
    }

    @Override
    public boolean isExcess() {
        return excess;
    }

    @Override
    public boolean mayPersist() {
        return persistent && !excess && !context.open().retiring();
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

    @Override
    public void answer(Exchange exchange, Answer answer, Failure failure) {
        exchange.status = answer.status().code();
        exchange.firstByteNanos = System.nanoTime();
        exchange.responseHeadBytes = HeadSize.of(answer);
        exchange.bytesSent = isHead() ? 0 : answer.length();
        answer(answer, mayPersist() && Persistence.survives(failure.outcome()) && isBodyReadable());
        exchange.end(failure.outcome(), failure.detail());
    }

    @Override
    public void answerFailure(Exchange exchange, Failure failure) {
        if (failure.outcome().status() == 0) {
            exchange.end(failure.outcome(), failure.detail());
            close();
            return;
        }
        Answer answer = context.answers().failure(exchange.head(), failure);
        RouteTreatment.response(answer.headers(), exchange);
        answer(exchange, answer, failure);
    }

    @Override
    public void answer(Answer answer, boolean persist) {
        writer().answer(answer, isHead(), persist);
        flush();
        responded(persist);
    }

    @Override
    public void responded(boolean persist) {
        turn = null;
        if (state == State.OVER) {
            return;
        }
        if (!persist) {
            end();
        } else if (requestComplete) {
            advance();
        } else {
            state = State.DISCARDING;
            discarded = 0;
            resumeReading();
            clock().await(ConnectionClock.Wait.BODY);
        }
    }

    @Override
    public void cut(boolean reset) {
        if (state == State.OVER) {
            return;
        }
        writer().flush();
        if (reset && channel().isOpen()) {
            channel().config().setOption(ChannelOption.SO_LINGER, 0);
            // Past TLS, whose orderly end would look like that of the response.
            clock().stop();
            state = State.OVER;
            channel().pipeline().firstContext().close();
            return;
        }
        close();
    }

    @Override
    public ByteBuf switchProtocols() {
        switched = true;
        requestComplete = false;
        clock().await(ConnectionClock.Wait.NOTHING);
        ByteBuf early = decoder.releaseRemainder();
        resumeReading();
        return early;
    }

    @Override
    public void becomeTunnel(Tunnel tunnel, Channel upstream) {
        ChannelHandlerContext here = context();
        state = State.OVER;
        turn = null;
        clock().stop();
        tunnel.open(here, decoder, inputClosed, upstream);
    }

    @Override
    public void becomeInner(InnerReception reception) {
        ChannelHandlerContext here = context();
        state = State.OVER;
        turn = null;
        clock().stop();
        reception.open(here, decoder);
    }

    // What the channel tells.

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        attached = added;
        attachedWriter = new Http1ResponseWriter(added);
        attachedClock = new ConnectionClock(
                context.services().timer(), added.channel().eventLoop(), context.settings(), this::expired);
        if (added.channel().isActive()) {
            opened(added);
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        state = State.OVER;
        clock().stop();
    }

    @Override
    public void channelActive(ChannelHandlerContext from) {
        if (client == null) {
            opened(from);
        }
    }

    private void opened(ChannelHandlerContext from) {
        client = from.channel().remoteAddress();
        if (context.open().draining()) {
            close();
            return;
        }
        clock().await(excess ? ConnectionClock.Wait.HEAD : ConnectionClock.Wait.REQUEST);
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        reading = true;
        progressed = true;
        if (message instanceof HttpRequest head) {
            begin(head);
        } else if (message instanceof HttpContent content) {
            content(content);
        } else if (message instanceof MalformedMessage malformed) {
            malformed(malformed);
        } else if (message instanceof ByteBuf data && switched) {
            content(new DefaultHttpContent(data));
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        reading = false;
        boolean partOnly = !progressed;
        progressed = false;
        Turn present = turn;
        if (state == State.BUSY && present != null) {
            if (!requestComplete) {
                awaitBody();
            } else if (partOnly) {
                // Requests that are not yet due; the decoder keeps them, so no more for now.
                pauseReading();
            }
            present.readComplete();
        } else if (state == State.IDLE && !decoder.isBetweenMessages()) {
            if (clock().waitsFor() != ConnectionClock.Wait.HEAD) {
                clock().await(ConnectionClock.Wait.HEAD);
            }
        }
        if (flushWanted) {
            flushWanted = false;
            writer().flush();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext from) {
        Turn present = turn;
        if (state != State.BUSY || present == null) {
            return;
        }
        boolean writable = from.channel().isWritable();
        clock().await(writable ? ConnectionClock.Wait.NOTHING : ConnectionClock.Wait.ROOM);
        awaitBody();
        present.writabilityChanged(writable);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputClosed();
        } else if (event == OpenConnections.Call.DRAIN) {
            if (promisedNanos != 0
                    && System.nanoTime() - promisedNanos < TimeUnit.MILLISECONDS.toNanos(LINGER_MILLIS)) {
                linger();
            } else {
                closeIfIdle();
            }
        } else if (event == OpenConnections.Call.CUT) {
            giveUp(new Failure(Outcome.DRAINING, "the grace period is over"));
            cut(false);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        giveUp(new Failure(Outcome.CLIENT_GONE, "closed by the client"));
        state = State.OVER;
        clock().stop();
        writer().drop();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        if (cause instanceof IOException) {
            giveUp(new Failure(Outcome.CLIENT_GONE, "reset by the client"));
        } else {
            LOG.log(Level.ERROR, "client connection", cause);
            giveUp(new Failure(Outcome.INTERNAL, cause.getClass().getSimpleName()));
        }
        cut(false);
    }

    private void begin(HttpRequest head) {
        if (state != State.IDLE) {
            return;
        }
        state = State.BUSY;
        clock().await(ConnectionClock.Wait.NOTHING);
        request = head;
        requestComplete = false;
        persistent = Persistence.isWanted(head);
        upgrade = origin == null && mayPersist() ? Http2Upgrade.wanted(head) : null;
        if (upgrade == null) {
            dispatch.begin(this, head);
        }
    }

    private void content(HttpContent content) {
        requestComplete = content instanceof LastHttpContent;
        Turn present = turn;
        if (state == State.BUSY && present != null) {
            present.content(content);
            Turn still = turn;
            if (inputClosed && requestComplete && still != null) {
                still.inputClosed();
            }
            return;
        }
        if (upgrade != null && requestComplete) {
            content.release();
            upgrade.perform(context(), decoder, context, dispatch);
            return;
        }
        discarded += content.content().readableBytes();
        content.release();
        if (state == State.DISCARDING) {
            if (requestComplete) {
                advance();
            } else if (discarded > context.settings().maxDiscardedBytes()) {
                end();
            }
        }
    }

    private void malformed(MalformedMessage malformed) {
        boolean gone = channel() instanceof DuplexChannel duplex && duplex.isInputShutdown();
        switch (state) {
            case IDLE -> refuse(malformed.status(), new Failure(Outcome.CLIENT_MALFORMED, malformed.reason()));
            case BUSY -> giveUp(new Failure(gone ? Outcome.CLIENT_GONE : Outcome.CLIENT_MALFORMED, malformed.reason()));
            case DISCARDING -> end();
            case ENDING, OVER -> {}
        }
    }

    private void inputClosed() {
        inputClosed = true;
        switch (state) {
            case IDLE -> {
                if (decoder.isExhausted()) {
                    close();
                }
            }
            case BUSY -> {
                Turn present = turn;
                if (present != null) {
                    present.inputClosed();
                }
            }
            case DISCARDING -> end();
            case ENDING -> {
                if (clock().waitsFor() == ConnectionClock.Wait.CLOSE) {
                    close();
                }
            }
            case OVER -> {}
        }
    }

    private void expired(ConnectionClock.Wait wait) {
        switch (wait) {
            case NOTHING -> {}
            case REQUEST, CLOSE -> close();
            case HEAD -> refuse(408, new Failure(Outcome.CLIENT_TIMEOUT, "the head did not come in time"));
            case BODY -> {
                if (state == State.BUSY) {
                    giveUp(new Failure(Outcome.CLIENT_TIMEOUT, "the body stopped coming"));
                } else {
                    end();
                }
            }
            case ROOM -> {
                giveUp(new Failure(Outcome.CLIENT_TIMEOUT, "the client stopped reading"));
                close();
            }
        }
    }

    /** More of the body is due, unless we do not want it, or wait for the client to read first. */
    private void awaitBody() {
        if (state == State.BUSY
                && !requestComplete
                && !switched
                && !paused
                && clock().waitsFor() != ConnectionClock.Wait.ROOM) {
            clock().await(ConnectionClock.Wait.BODY);
        }
    }

    private void giveUp(Failure failure) {
        Turn present = turn;
        turn = null;
        if (present != null) {
            present.giveUp(failure);
        }
    }

    private void refuse(int status, Failure failure) {
        state = State.BUSY;
        request = null;
        requestComplete = false;
        answer(context.answers().refusal(status, failure), false);
    }

    /** On to the next request, which may be here already. */
    private void advance() {
        state = State.IDLE;
        resumeReading();
        clock().await(ConnectionClock.Wait.REQUEST);
        decoder.next();
        if (state != State.IDLE) {
            return;
        }
        if (decoder.isExhausted()) {
            end();
        } else if (!decoder.isBetweenMessages()) {
            clock().await(ConnectionClock.Wait.HEAD);
        } else if (context.open().retiring()) {
            promisedNanos = System.nanoTime();
            if (context.open().draining()) {
                linger();
            }
        }
    }

    /**
     * The response that just ended had promised that the connection would live on, so the next request may be on its
     * way: it gets a moment to arrive, and a response that takes the promise back.
     */
    private void linger() {
        context().executor().schedule(this::closeIfIdle, LINGER_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void closeIfIdle() {
        if (state == State.IDLE && decoder.isBetweenMessages()) {
            close();
        }
    }

    /** The connection takes no more requests, and ends once the client has the response. */
    private void end() {
        boolean nothingUnread = inputClosed || (requestComplete && !paused);
        state = State.ENDING;
        flushWanted = false;
        decoder.releaseRemainder().release();
        resumeReading();
        new Farewell(context(), writer(), clock()).say(nothingUnread);
    }

    private void close() {
        state = State.OVER;
        clock().stop();
        context().close();
    }

    private void flush() {
        if (reading) {
            flushWanted = true;
        } else {
            writer().flush();
        }
    }

    private boolean isHead() {
        return request != null && HttpMethod.HEAD.equals(request.method());
    }

    @Override
    public boolean isBodyReadable() {
        return requestComplete
                || (request != null
                        && Persistence.isWorthReading(
                                request, context.settings().maxDiscardedBytes()));
    }

    private Channel channel() {
        return context().channel();
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(attached, "not in a pipeline");
    }

    private ConnectionClock clock() {
        return Objects.requireNonNull(attachedClock, "not in a pipeline");
    }
}
