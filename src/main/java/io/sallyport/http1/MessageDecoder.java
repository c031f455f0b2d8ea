package io.sallyport.http1;

import static io.sallyport.http1.MalformedException.badRequest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeadersFactory;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.LastHttpContent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What requests and responses have in common: a machine that takes one step at a time over the bytes at hand.
 *
 * <p>Whoever gets a message may, before the call returns, ask for the next one, take the rest of the bytes, remove this
 * handler or close the channel. So each step fires at most one object, as the last thing it does, and the next step
 * looks at the state anew.
 */
abstract sealed class MessageDecoder extends ChannelInboundHandlerAdapter permits RequestDecoder, ResponseDecoder {

    private enum State {
        /** A message was whole; the next is not wanted yet. */
        WAITING,
        START_LINE,
        FIELDS,
        FIXED_BODY,
        CHUNK_SIZE,
        CHUNK_DATA,
        CHUNK_END,
        TRAILERS,
        UNTIL_CLOSE,
        /** Nothing more to read of this message but its end is to be told. */
        END,
        /** The bytes are no longer HTTP. */
        PASSING,
        /** Malformed, or over. */
        CLOSED
    }

    private final DecoderLimits limits;
    private final FieldLine field;
    private final Framing framing = new Framing();
    private final TrailerFields trailers = new TrailerFields();
    private final Undecoded input = new Undecoded();

    private @Nullable ChannelHandlerContext context;
    private State state;
    private @Nullable HttpHeaders headers;
    private int fields;
    private int sectionBytes;
    private int extensionBytes;
    private long remaining;
    private boolean decoding;
    private boolean fired;
    private boolean inputEnded;

    MessageDecoder(DecoderLimits limits, boolean stripsSpaceBeforeColon, boolean startsAtOnce) {
        this.limits = limits;
        this.field = new FieldLine(stripsSpaceBeforeColon);
        this.state = startsAtOnce ? State.START_LINE : State.WAITING;
    }

    /** Whether a message may begin with this octet; tells other protocols at their first byte. */
    abstract boolean mayBeginWith(byte octet);

    /** Reads the first line; false when it was an empty one before it. */
    abstract boolean readStartLine(Line line);

    /** The first line's message with these fields. */
    abstract HttpMessage message(HttpHeaders headers);

    /** Whether the message is of HTTP/1.0. */
    abstract boolean isHttp10();

    /** Holds the framing against the rules of the direction, and says what comes. */
    abstract Body body(Framing framing);

    /** The message is whole, and about to be told so. */
    abstract void ended(Framing framing, boolean bytesLeft);

    /** Bytes came while none are wanted: keep them for later, or refuse. */
    abstract void unexpectedBytes();

    abstract MalformedMessage malformed(int status, String reason);

    /** Whether an end of input in the middle of a message is told as malformed. */
    abstract boolean tellsOfCut(boolean channelClosed);

    /**
     * Hands over the bytes read but not decoded, and lets all later ones pass as they are: the connection turns into a
     * tunnel. The decoder may be removed then.
     *
     * @return the bytes, perhaps none; the caller releases it
     */
    public ByteBuf releaseRemainder() {
        state = State.PASSING;
        return input.takeAll();
    }

    /** Whether no byte of a message has come since the last one was whole. */
    public boolean isBetweenMessages() {
        return switch (state) {
            case WAITING -> true;
            case START_LINE -> input.isEmpty();
            case FIELDS, FIXED_BODY, CHUNK_SIZE, CHUNK_DATA, CHUNK_END, TRAILERS, UNTIL_CLOSE, END, PASSING, CLOSED ->
                false;
        };
    }

    /** Whether the peer will send no more, and nothing of what it sent is left to decode. */
    public boolean isExhausted() {
        return inputEnded && input.isEmpty();
    }

    final boolean isWaiting() {
        return state == State.WAITING;
    }

    final boolean isClosed() {
        return state == State.CLOSED || state == State.PASSING;
    }

    final boolean hasBytes() {
        return !input.isEmpty();
    }

    /** Begins with the next message, and decodes it if its bytes are here. */
    final void start() {
        state = State.START_LINE;
        if (decoding || (input.isEmpty() && !inputEnded)) {
            return;
        }
        decode();
        if (fired) {
            fired = false;
            context().fireChannelReadComplete();
        }
    }

    final DecoderLimits limits() {
        return limits;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        context = added;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext removed) {
        close();
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (!(message instanceof ByteBuf in) || state == State.PASSING) {
            fired = true;
            from.fireChannelRead(message);
            return;
        }
        if (state == State.CLOSED) {
            in.release();
            return;
        }
        input.add(from.alloc(), in);
        decode();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext from) {
        boolean wantsMore = !fired
                && !isWaiting()
                && !isClosed()
                && !from.channel().config().isAutoRead();
        fired = false;
        from.fireChannelReadComplete();
        if (wantsMore) {
            // Whoever asked for one read is owed a message, not half a line.
            from.read();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputEnded = true;
            decode();
        }
        from.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        inputEnded = true;
        if (!decoding) {
            decode();
        }
        close();
        from.fireChannelInactive();
    }

    private void decode() {
        if (decoding) {
            return;
        }
        decoding = true;
        try {
            Line line = Line.ofThread();
            // Once it was closed from within, nobody waits for the rest.
            while (context().channel().isActive() && step(line)) {
                // each step says itself what comes next
            }
            if (inputEnded) {
                endOfInput();
            }
        } catch (MalformedException malformed) {
            refuse(malformed.status(), malformed.reason());
        } finally {
            decoding = false;
        }
    }

    /** Goes one step; false when there is none to go with the bytes at hand. */
    private boolean step(Line line) {
        return switch (state) {
            case WAITING -> stepWaiting();
            case START_LINE -> stepStartLine(line);
            case FIELDS -> stepField(line);
            case FIXED_BODY -> stepData(State.END);
            case CHUNK_SIZE -> stepChunkSize(line);
            case CHUNK_DATA -> stepData(State.CHUNK_END);
            case CHUNK_END -> stepChunkEnd(line);
            case TRAILERS -> stepTrailer(line);
            case UNTIL_CLOSE -> stepUntilClose();
            case END -> stepEnd();
            case PASSING, CLOSED -> false;
        };
    }

    private boolean stepWaiting() {
        if (!input.isEmpty()) {
            unexpectedBytes();
        }
        return false;
    }

    private boolean stepStartLine(Line line) {
        if (input.isEmpty()) {
            return false;
        }
        if (!mayBeginWith(input.first())) {
            throw badRequest("not HTTP/1");
        }
        if (!input.readLine(line, limits.startLine(), 414, "start line too long")) {
            return false;
        }
        if (readStartLine(line)) {
            framing.reset();
            headers = DefaultHttpHeadersFactory.headersFactory()
                    .withValidation(false)
                    .newHeaders();
            fields = 0;
            sectionBytes = 0;
            state = State.FIELDS;
        }
        return true;
    }

    private boolean stepField(Line line) {
        if (!input.readLine(line, limits.headerSection() - sectionBytes, 431, "header section too large")) {
            return false;
        }
        HttpHeaders into = Objects.requireNonNull(headers);
        if (line.isEmpty()) {
            headers = null;
            finishHead(into);
            return true;
        }
        sectionBytes = Math.min(limits.headerSection(), sectionBytes + line.length() + 2);
        if (++fields > limits.fields()) {
            throw new MalformedException(431, "too many header fields");
        }
        field.read(line);
        framing.note(field);
        into.add(field.name(), field.value());
        return true;
    }

    private void finishHead(HttpHeaders complete) {
        framing.settle(complete, isHttp10());
        Body body = body(framing);
        state = switch (body) {
            case NONE -> State.END;
            case FIXED -> State.FIXED_BODY;
            case CHUNKED -> State.CHUNK_SIZE;
            case UNTIL_CLOSE -> State.UNTIL_CLOSE;
            case INTERIM -> State.START_LINE;
            case SWITCHED -> State.WAITING;
        };
        remaining = body == Body.FIXED ? framing.length() : 0;
        extensionBytes = 0;
        trailers.reset();
        fire(message(complete));
    }

    private boolean stepData(State after) {
        if (input.isEmpty()) {
            return false;
        }
        ByteBuf data = input.take(remaining);
        remaining -= data.readableBytes();
        if (remaining == 0) {
            state = after;
        }
        fire(new DefaultHttpContent(data));
        return true;
    }

    private boolean stepChunkSize(Line line) {
        if (!input.readLine(line, limits.chunkLine(), 400, "chunk size line too long")) {
            return false;
        }
        remaining = ChunkLine.size(line);
        extensionBytes += Math.max(0, line.length() - Long.BYTES);
        if (extensionBytes > limits.chunkExtensions()) {
            throw badRequest("too many chunk extensions");
        }
        sectionBytes = 0;
        state = remaining == 0 ? State.TRAILERS : State.CHUNK_DATA;
        return true;
    }

    private boolean stepChunkEnd(Line line) {
        if (!input.readLine(line, 0, 400, "chunk longer than its size")) {
            return false;
        }
        state = State.CHUNK_SIZE;
        return true;
    }

    private boolean stepTrailer(Line line) {
        if (!input.readLine(line, limits.trailerSection() - sectionBytes, 431, "trailer section too large")) {
            return false;
        }
        if (line.isEmpty()) {
            state = State.END;
            return true;
        }
        sectionBytes = Math.min(limits.trailerSection(), sectionBytes + line.length() + 2);
        field.read(line);
        trailers.add(field, framing.nominated(), limits.fields());
        return true;
    }

    private boolean stepUntilClose() {
        if (input.isEmpty()) {
            return false;
        }
        fire(new DefaultHttpContent(input.takeAll()));
        return true;
    }

    private boolean stepEnd() {
        state = State.WAITING;
        ended(framing, !input.isEmpty());
        HttpHeaders kept = trailers.kept();
        fire(
                kept == null
                        ? LastHttpContent.EMPTY_LAST_CONTENT
                        : new DefaultLastHttpContent(Unpooled.EMPTY_BUFFER, kept));
        return true;
    }

    private void endOfInput() {
        boolean channelClosed = !context().channel().isActive();
        switch (state) {
            case UNTIL_CLOSE -> {
                state = State.END;
                stepEnd();
            }
            case START_LINE, FIELDS -> {
                if (!isBetweenMessages() && tellsOfCut(channelClosed)) {
                    throw badRequest("closed in mid-head");
                }
            }
            case FIXED_BODY, CHUNK_SIZE, CHUNK_DATA, CHUNK_END, TRAILERS -> {
                if (tellsOfCut(channelClosed)) {
                    throw badRequest("closed in mid-body");
                }
            }
            case WAITING, END, PASSING, CLOSED -> {}
        }
    }

    private void refuse(int status, String reason) {
        close();
        fire(malformed(status, reason));
    }

    private void close() {
        state = State.CLOSED;
        headers = null;
        input.release();
    }

    private void fire(Object message) {
        fired = true;
        context().fireChannelRead(message);
    }

    private ChannelHandlerContext context() {
        return Objects.requireNonNull(context, "not in a pipeline");
    }
}
