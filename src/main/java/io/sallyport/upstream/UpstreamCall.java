package io.sallyport.upstream;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.ClusterLoad;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.GrpcStatus;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.RequestSink;
import io.sallyport.exchange.ResponseSink;
import io.sallyport.http1.MalformedMessage;
import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.RetryBudget;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One try of one request: gets itself a connection, writes the request on it, and passes on what comes back.
 *
 * <p>A pooled connection may be closed by the upstream at the very moment it is taken. Where then no byte of a response
 * came, and the request is idempotent and has no body, it is sent again on a fresh connection, once and within the same
 * attempt (RFC 9112 section 9.3.1).
 */
final class UpstreamCall implements RequestSink, Dialing.Purpose, Sharing.Owner {

    private enum State {
        CONNECTING,
        EXCHANGING,
        /** The response came whole; its end is told once the bytes at hand are used up. */
        ANSWERED,
        OVER
    }

    private final Exchange exchange;
    private final HttpRequest request;
    private final ResponseSink response;
    private final Attempt attempt;
    private final Upstreams upstreams;
    private final ClusterLoad load;
    private final @Nullable TlsPeer peer;
    private final HttpOffer offer;
    private final Dialing dialing;
    private final Sharing sharing;
    private final RequestFraming framing;
    private final RequestBody early = new RequestBody();

    private State state = State.CONNECTING;
    private @Nullable RequestLane lane;
    private @Nullable HostUse use;
    private HttpHeaders responseTrailers = EmptyHttpHeaders.INSTANCE;
    private boolean counted;
    private boolean requestEnded;
    private boolean flushWanted;
    private boolean responseWanted = true;
    private boolean heard;
    private boolean toldToWait;
    private boolean onlyFresh;
    private boolean switched;

    UpstreamCall(Exchange exchange, HttpRequest request, ResponseSink response, Attempt attempt, Upstreams upstreams) {
        this.exchange = exchange;
        this.request = request;
        this.response = response;
        this.attempt = attempt;
        this.upstreams = upstreams;
        this.peer = Upstreams.peer(exchange, request);
        this.offer = HttpOffer.of(exchange, request);
        this.framing = RequestFraming.of(request);
        Candidates candidates = upstreams.candidates(exchange);
        this.load = candidates.state().load;
        this.dialing =
                new Dialing(exchange, candidates, this, upstreams.settings().attemptDelay());
        this.sharing = new Sharing(offer, pool(), load, settings().limits().maxPendingRequests(), this);
    }

    void start() {
        RetryBudget budget = settings().retryBudget();
        if (budget != null) {
            load.began(budget, System.nanoTime());
        }
        dialing.start();
    }

    // Connecting.

    @Override
    public boolean reuse(InetSocketAddress address) {
        if (attempt.resolvedNanos == 0) {
            attempt.resolvedNanos = System.nanoTime();
        }
        LoopPool.Key key = key(address);
        UpstreamConnection pooled = onlyFresh ? pool().takeShared(key) : pool().take(key);
        if (pooled != null) {
            begin(pooled.lane(), address);
            return true;
        }
        return sharing.waits(key, address);
    }

    /** What was waited for is over, one way or the other. */
    @Override
    public void again(InetSocketAddress address) {
        if (state == State.CONNECTING) {
            dialing.candidate(address);
        }
    }

    @Override
    public void tooManyWait() {
        fail(Outcome.POOL_FULL, "too many requests wait for a connection");
    }

    @Override
    public ChannelHandler handler(InetSocketAddress address) {
        return new Unprepared();
    }

    @Override
    public boolean isTunnel() {
        return false;
    }

    @Override
    public LoopPool.Key key(InetSocketAddress address) {
        return Upstreams.key(exchange, address, peer, offer);
    }

    @Override
    public void waits(ConnectionGate gate) {
        upstreams.reclaim(gate);
    }

    @Override
    public void offered(UpstreamConnection used, InetSocketAddress address) {
        begin(used.lane(), address);
    }

    @Override
    public Preparation preparation() {
        return upstreams.preparation(exchange, peer, offer);
    }

    @Override
    public void opened() {
        attempt.openedNanos = System.nanoTime();
    }

    @Override
    public void connected(Channel channel, InetSocketAddress address) {
        attempt.connectedNanos = System.nanoTime();
        attempt.encrypted = TlsHandshake.isEncrypted(channel);
        UpstreamConnection connection = upstreams.install(exchange, channel, key(address));
        sharing.connected(connection);
        begin(connection.lane(), address);
    }

    @Override
    public void failed(Failure failure) {
        fail(failure.outcome(), failure.detail());
    }

    private void begin(RequestLane opened, InetSocketAddress address) {
        sharing.end();
        if (!load.beginRequest(settings().limits().maxRequests())) {
            // Later: the next in line for it may meet the same bound, and so on.
            exchange.loop().execute(opened::unused);
            fail(Outcome.POOL_FULL, "too many requests at a time");
            return;
        }
        counted = true;
        attempt.address = address;
        attempt.connectionReused = opened.isUsed();
        state = State.EXCHANGING;
        use = dialing.use();
        if (use != null) {
            use.begin();
        }
        lane = opened;
        opened.begin(this, request, framing);
        if (!responseWanted) {
            opened.readAutomatically(false);
        }
        if (!write(opened)) {
            return;
        }
        if (flushWanted) {
            flush();
        }
        writable();
    }

    // The request.

    private boolean write(RequestLane opened) {
        try {
            opened.head();
            for (ByteBuf piece = early.poll(); piece != null; piece = early.poll()) {
                opened.body(piece);
            }
            if (requestEnded) {
                opened.end(early.trailers());
            }
            return true;
        } catch (IllegalArgumentException e) {
            fail(Outcome.INTERNAL, "the request cannot be written");
            return false;
        }
    }

    @Override
    public void body(ByteBuf data) {
        switch (state) {
            case CONNECTING -> early.add(data);
            case EXCHANGING -> open().body(data);
            case ANSWERED, OVER -> data.release();
        }
    }

    @Override
    public void end(HttpHeaders trailers) {
        if (requestEnded) {
            return;
        }
        requestEnded = true;
        switch (state) {
            case CONNECTING -> early.endWith(trailers);
            case EXCHANGING -> writeEnd(trailers);
            case ANSWERED, OVER -> {}
        }
    }

    private void writeEnd(HttpHeaders trailers) {
        try {
            open().end(trailers);
        } catch (IllegalArgumentException e) {
            fail(Outcome.INTERNAL, "the request's trailers cannot be written");
        }
    }

    @Override
    public void flush() {
        flushWanted = true;
        if (state != State.EXCHANGING) {
            return;
        }
        open().flush();
        if (requestEnded && attempt.requestSentNanos == 0) {
            attempt.requestSentNanos = System.nanoTime();
        }
    }

    @Override
    public boolean isWritable() {
        boolean welcome = state == State.EXCHANGING && open().isWritable();
        toldToWait |= !welcome;
        return welcome;
    }

    /** There is room for more of the body. */
    void writable() {
        if (toldToWait && state == State.EXCHANGING && (!requestEnded || switched) && open().isWritable()) {
            toldToWait = false;
            response.requestWritable();
        }
    }

    // The response.

    @Override
    public void readResponse(boolean wanted) {
        responseWanted = wanted;
        if (state == State.EXCHANGING) {
            open().readAutomatically(wanted);
        }
    }

    /** Something was decoded. Ownership passes. */
    void received(Object message) {
        if (state != State.EXCHANGING) {
            // More than the response: the decoder knows, and the connection is not used again.
            ReferenceCountUtil.release(message);
            return;
        }
        if (!heard) {
            heard = true;
            attempt.firstByteNanos = System.nanoTime();
        }
        switch (message) {
            case HttpResponse head -> receivedHead(head);
            case LastHttpContent last -> receivedEnd(last);
            case HttpContent content -> response.body(content.content());
            case MalformedMessage malformed -> receivedMalformed(malformed);
            case ByteBuf data when switched -> response.body(data);
            default -> {
                ReferenceCountUtil.release(message);
                fail(Outcome.INTERNAL, "unknown message from the decoder");
            }
        }
    }

    private void receivedHead(HttpResponse head) {
        int status = head.status().code();
        if (status == 101) {
            receivedSwitch(head);
        } else if (status < 200) {
            response.informational(head);
        } else {
            attempt.status = status;
            exchange.grpcStatus = head.headers().get(GrpcStatus.FIELD);
            if (use != null) {
                use.responded(status);
            }
            response.head(head);
        }
    }

    /** What follows is of the protocol that was asked for, and ends with the connection. */
    private void receivedSwitch(HttpResponse head) {
        String asked = request.headers().get(HttpHeaderNames.UPGRADE);
        String taken = head.headers().get(HttpHeaderNames.UPGRADE);
        if (asked == null) {
            fail(Outcome.UPSTREAM_MALFORMED, "switched protocols without being asked");
        } else if (taken == null || !AsciiString.containsContentEqualsIgnoreCase(protocols(asked), taken.strip())) {
            fail(Outcome.UPSTREAM_MALFORMED, "switched to another protocol than was asked for");
        } else {
            attempt.status = 101;
            if (use != null) {
                use.responded(101);
            }
            switched = true;
            ByteBuf early = open().switchProtocols();
            response.head(head);
            if (state == State.EXCHANGING && early.isReadable()) {
                response.body(early);
            } else {
                early.release();
            }
        }
    }

    private static List<CharSequence> protocols(String asked) {
        return Arrays.stream(asked.split(",", -1))
                .<CharSequence>map(String::strip)
                .toList();
    }

    private void receivedEnd(LastHttpContent last) {
        if (last.content().isReadable()) {
            response.body(last.content());
        } else {
            last.release();
        }
        if (open().isCutShort()) {
            fail(Outcome.UPSTREAM_RESET, "closed without the end that TLS has");
            return;
        }
        if (state == State.EXCHANGING) {
            responseTrailers = last.trailingHeaders();
            String grpcStatus = responseTrailers.get(GrpcStatus.FIELD);
            if (grpcStatus != null) {
                exchange.grpcStatus = grpcStatus;
            }
            state = State.ANSWERED;
        }
    }

    private void receivedMalformed(MalformedMessage malformed) {
        if (open().isOpen()) {
            fail(Outcome.UPSTREAM_MALFORMED, malformed.reason());
        } else {
            // The decoder's word for a message that was cut short.
            fail(Outcome.UPSTREAM_RESET, malformed.reason());
        }
    }

    /** The upstream's bytes at hand are used up. */
    void readComplete() {
        if (state == State.ANSWERED) {
            complete();
        } else if (state == State.EXCHANGING && heard) {
            response.flush();
        }
    }

    /** How long a connection must have been unused to be taken for stale. */
    long staleAfterNanos() {
        return upstreams.settings().staleAfter().toNanos();
    }

    /**
     * The connection ended by itself, or the stream.
     *
     * @param stale whether it may have ended before the request was on it
     */
    void lost(String how, boolean stale) {
        if (state == State.ANSWERED || (state == State.EXCHANGING && switched && open().hasEndedCleanly())) {
            complete();
        } else if (state == State.EXCHANGING && stale && mayBeSentAgain() && isIdempotent()) {
            sendAgain();
        } else {
            fail(Outcome.UPSTREAM_RESET, how);
        }
    }

    /** The upstream says that it has not looked at the request. */
    void refused(String how) {
        if (state == State.EXCHANGING && mayBeSentAgain()) {
            sendAgain();
        } else {
            fail(Outcome.STREAM_REFUSED, how);
        }
    }

    private boolean mayBeSentAgain() {
        return attempt.connectionReused && !onlyFresh && !heard && framing == RequestFraming.NONE;
    }

    private boolean isIdempotent() {
        return IdempotentMethods.contains(request.method());
    }

    private void sendAgain() {
        onlyFresh = true;
        lane = null;
        state = State.CONNECTING;
        endUse();
        attempt.requestSentNanos = 0;
        InetSocketAddress same = attempt.address;
        if (same != null) {
            dialing.candidate(same);
        }
    }

    /** No byte went or came for too long. */
    void idle() {
        fail(
                Outcome.UPSTREAM_IDLE,
                "no byte for " + upstreams.settings().streamIdleTimeout().toMillis() + " ms");
    }

    // The end.

    private void complete() {
        state = State.OVER;
        endUse();
        open().complete(requestEnded);
        exchange.endAttempt(attempt, Outcome.COMPLETED, "");
        response.end(responseTrailers);
    }

    private void fail(Outcome outcome, String detail) {
        if (giveUp(outcome, detail)) {
            response.fail(new Failure(outcome, detail));
        }
    }

    @Override
    public void abort(Outcome cause) {
        giveUp(cause, "");
    }

    private boolean giveUp(Outcome cause, String detail) {
        if (state == State.OVER) {
            return false;
        }
        state = State.OVER;
        if (use != null) {
            use.failed(cause);
        }
        endUse();
        early.release();
        dialing.cancel();
        sharing.end();
        if (lane != null) {
            lane.abandon();
        }
        exchange.endAttempt(attempt, cause, detail);
        return true;
    }

    private ClusterSettings settings() {
        return exchange.forward().cluster().settings();
    }

    private void endUse() {
        if (counted) {
            counted = false;
            load.endRequest();
        }
        if (use != null) {
            use.end();
            use = null;
        }
    }

    private LoopPool pool() {
        return upstreams.pool(exchange.loop());
    }

    private RequestLane open() {
        if (lane == null) {
            throw new IllegalStateException("lane: none (expected: while " + state + ")");
        }
        return lane;
    }
}
