package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.ConnectionLimits;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the candidates until one connects, or until a connection to one is no longer used by others.
 *
 * <p>The addresses of one name are raced (RFC 8305 section 5): the next is begun where one fails, or where it has not
 * connected for a while, and the first that connects wins. The others are closed, and are tried again only where the
 * winner turns out to be of no use, as where its certificate is somebody else's: the race is for TCP alone, so that no
 * server sees a handshake nobody will finish. Endpoints are not raced, since balancing has chosen among them: they
 * follow one after the other, each when all addresses of the one before have failed.
 *
 * <p>Each attempt has the connect timeout for itself, and a place at the gate. A request waits for a place where all
 * connections the cluster may have are in use, if not too many wait already; a tunnel does not, and neither does an
 * attempt beside another: without a place there is no race.
 */
final class Dialing implements Candidates.Receiver, Opening.Owner, ConnectionGate.Waiter {

    /** What a connection is wanted for. */
    interface Purpose {

        /** The address was found and checked. True when no new connection to it is needed. */
        boolean reuse(InetSocketAddress address);

        /** What a new connection's pipeline begins with. */
        ChannelHandler handler(InetSocketAddress address);

        /** As in {@link Dialer#dial}. */
        boolean isTunnel();

        /** As in {@link Upstreams}: which connections it could use. */
        LoopPool.Key key(InetSocketAddress address);

        /** Others have all the connections there may be: those that nobody uses should go. */
        void waits(ConnectionGate gate);

        /** What is done on a new connection, within the time for connecting, before it counts as connected. */
        Preparation preparation();

        /** TCP stands to an address that won the race. Another may follow, where this one is of no use after all. */
        void opened();

        void connected(Channel channel, InetSocketAddress address);

        /** A connection that another just ended to use, instead of a new one. */
        void offered(UpstreamConnection connection, InetSocketAddress address);

        void failed(Failure failure);
    }

    private final EventLoop loop;
    private final long generation;
    private final ConnectionLimits limits;
    private final Candidates candidates;
    private final Purpose purpose;
    private final long attemptDelayNanos;
    private final Dialer.Dial dial;
    private final List<Opening> openings = new ArrayList<>(0);

    /** Candidates that lost or had no place, and are not yet known to be of no use. */
    private final List<InetSocketAddress> putBack = new ArrayList<>(0);

    private @Nullable InetSocketAddress address;
    private @Nullable ScheduledFuture<?> delay;
    private @Nullable Failure failure;
    private @Nullable HostUse use;
    private boolean pending;
    private boolean waiting;
    private boolean cancelled;

    /** @param attemptDelay as {@link UpstreamSettings#attemptDelay} */
    Dialing(Exchange exchange, Candidates candidates, Purpose purpose, Duration attemptDelay) {
        this(exchange, candidates, purpose, attemptDelay, Dialer::dial);
    }

    Dialing(Exchange exchange, Candidates candidates, Purpose purpose, Duration attemptDelay, Dialer.Dial dial) {
        this.loop = exchange.loop();
        this.generation = exchange.generation();
        this.limits = exchange.forward().cluster().settings().limits();
        this.candidates = candidates;
        this.purpose = purpose;
        this.attemptDelayNanos = attemptDelay.toNanos();
        this.dial = dial;
    }

    void start() {
        candidates.next(this);
    }

    /** The use of the candidate of the moment; null where nobody counts. */
    @Nullable
    HostUse use() {
        return use;
    }

    /** Gives up: the purpose hears nothing more. */
    void cancel() {
        cancelled = true;
        endPending();
        if (waiting) {
            waiting = false;
            gate().leave(this);
        }
        abandonAllBut(null);
    }

    @Override
    public void candidate(InetSocketAddress candidate) {
        if (cancelled) {
            return;
        }
        use = candidates.use(candidate);
        if (purpose.reuse(candidate)) {
            endPending();
            abandonAllBut(null);
            return;
        }
        address = candidate;
        boolean races = !openings.isEmpty();
        if (!beginPending()) {
            overflow("too many requests wait for a connection");
        } else if (gate().open(generation, limits.maxConnections(), races || purpose.isTunnel() ? null : this)) {
            dial(candidate);
        } else if (races) {
            putBack.add(candidate);
        } else if (purpose.isTunnel()) {
            overflow("too many connections");
        } else {
            waiting = true;
            purpose.waits(gate());
        }
    }

    private void dial(InetSocketAddress to) {
        Opening opening = new Opening(to, use, new ConnectionSlot(gate()), this);
        openings.add(opening);
        opening.begin(listener -> {
            Channel dialled = dial.dial(
                    loop,
                    candidates.near(to),
                    limits.connectTimeout(),
                    purpose.handler(to),
                    purpose.isTunnel(),
                    listener);
            Keepalives.apply(dialled, limits.keepalive());
            return dialled;
        });
        if (opening.isUnderWay() && attemptDelayNanos > 0 && hasSibling()) {
            stopDelay();
            delay = loop.schedule(this::next, attemptDelayNanos, TimeUnit.NANOSECONDS);
        }
    }

    private boolean hasSibling() {
        return !putBack.isEmpty() || candidates.hasSibling();
    }

    private void next() {
        stopDelay();
        if (!putBack.isEmpty()) {
            candidate(putBack.removeFirst());
        } else if (openings.isEmpty() || candidates.hasSibling()) {
            candidates.next(this);
        }
    }

    private void stopDelay() {
        if (delay != null) {
            delay.cancel(false);
            delay = null;
        }
    }

    /** Ends the race. */
    private void abandonAllBut(@Nullable Opening winner) {
        stopDelay();
        for (Opening opening : List.copyOf(openings)) {
            if (!opening.equals(winner)) {
                openings.remove(opening);
                putBack.add(opening.address());
                opening.abandon();
            }
        }
    }

    private void overflow(String detail) {
        endPending();
        purpose.failed(new Failure(Outcome.POOL_FULL, detail));
    }

    private boolean beginPending() {
        if (!pending && !purpose.isTunnel()) {
            pending = candidates.state().load.beginPending(limits.maxPendingRequests());
            return pending;
        }
        return true;
    }

    private void endPending() {
        if (pending) {
            pending = false;
            candidates.state().load.endPending();
        }
    }

    private ConnectionGate gate() {
        return candidates.state().gate;
    }

    // In line for a connection.

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public LoopPool.Key key() {
        return purpose.key(wanted());
    }

    @Override
    public void granted() {
        if (!waiting) {
            // Given up while the news was under way.
            gate().release();
            return;
        }
        waiting = false;
        dial(wanted());
    }

    @Override
    public void offered(UpstreamConnection connection) {
        waiting = false;
        endPending();
        purpose.offered(connection, wanted());
    }

    private InetSocketAddress wanted() {
        if (address == null) {
            throw new IllegalStateException("address: none (expected: of a candidate)");
        }
        return address;
    }

    @Override
    public void exhausted(@Nullable Failure none) {
        if (cancelled) {
            return;
        }
        endPending();
        // A server that did not take the connection says more than a name that did not resolve.
        Failure why = failure != null ? failure : none;
        purpose.failed(why != null ? why : new Failure(Outcome.CONNECTION_FAILED, "could not connect"));
    }

    @Override
    public void connected(Opening winner) {
        abandonAllBut(winner);
        purpose.opened();
        winner.prepare(
                candidates.route(winner.address()).then(purpose.preparation()),
                limits.connectTimeout().toNanos());
    }

    @Override
    public void ready(Opening winner, Channel channel) {
        openings.clear();
        endPending();
        HostUse used = winner.use();
        use = used;
        if (used != null && purpose.isTunnel()) {
            used.connected();
            used.begin();
            channel.closeFuture().addListener(closed -> used.end());
        }
        purpose.connected(channel, winner.address());
    }

    @Override
    public void failed(Opening opening, Failure why) {
        openings.remove(opening);
        failure = graver(failure, why);
        HostUse used = opening.use();
        if (used != null) {
            used.failed(why.outcome());
        }
        next();
    }

    /** Of races the order of failures says nothing; that there is no way to an address says least. */
    private static Failure graver(@Nullable Failure before, Failure now) {
        return before != null && now.outcome() == Outcome.CONNECTION_FAILED ? before : now;
    }
}
