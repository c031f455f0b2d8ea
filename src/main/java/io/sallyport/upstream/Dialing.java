package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.ConnectionLimits;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the candidates until one connects, or until a connection to one is no longer used by others. One after
 * the other, each within its own timeout; racing them (RFC 8305) would change this class alone. A tunnel does not wait
 * where all connections the cluster may have are in use; a request does, if not too many wait already.
 */
final class Dialing implements Candidates.Receiver, Dialer.Listener, ConnectionGate.Waiter {

    /** What a connection is wanted for. */
    interface Purpose {

        /** The address was found and checked. True when no new connection to it is needed. */
        boolean reuse(InetSocketAddress address);

        /** What a new connection's pipeline begins with. */
        ChannelHandler handler();

        /** As in {@link Dialer#dial}. */
        boolean isTunnel();

        /** As in {@link Upstreams}: which connections it could use. */
        LoopPool.Key key(InetSocketAddress address);

        /** Others have all the connections there may be: those that nobody uses should go. */
        void waits(ConnectionGate gate);

        /** What is done on a new connection, within the time for connecting, before it counts as connected. */
        Preparation preparation();

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
    private @Nullable InetSocketAddress address;
    private @Nullable Channel channel;
    private @Nullable Failure failure;
    private @Nullable HostUse use;
    private @Nullable ConnectionSlot slot;
    private boolean pending;
    private boolean waiting;
    private long startedNanos;
    private boolean cancelled;

    Dialing(Exchange exchange, Candidates candidates, Purpose purpose) {
        this.loop = exchange.loop();
        this.generation = exchange.generation();
        this.limits = exchange.forward().cluster().settings().limits();
        this.candidates = candidates;
        this.purpose = purpose;
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
        if (channel != null) {
            channel.close();
        }
    }

    @Override
    public void candidate(InetSocketAddress candidate) {
        if (cancelled) {
            return;
        }
        use = candidates.use(candidate);
        if (purpose.reuse(candidate)) {
            return;
        }
        address = candidate;
        if (!beginPending()) {
            overflow("too many requests wait for a connection");
        } else if (gate().open(generation, limits.maxConnections(), purpose.isTunnel() ? null : this)) {
            dial(candidate);
        } else if (purpose.isTunnel()) {
            overflow("too many connections");
        } else {
            waiting = true;
            purpose.waits(gate());
        }
    }

    private void dial(InetSocketAddress to) {
        ConnectionSlot taken = new ConnectionSlot(gate());
        slot = taken;
        startedNanos = System.nanoTime();
        Channel dialled = Dialer.dial(loop, to, limits.connectTimeout(), purpose.handler(), purpose.isTunnel(), this);
        channel = dialled;
        taken.lastsAsLongAs(dialled);
        Keepalives.apply(dialled, limits.keepalive());
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
    public void connected(Channel connected) {
        if (cancelled) {
            connected.close();
            return;
        }
        long left = limits.connectTimeout().toNanos() - (System.nanoTime() - startedNanos);
        purpose.preparation().run(connected, left, new Dialer.Listener() {
            @Override
            public void connected(Channel prepared) {
                prepared(prepared);
            }

            @Override
            public void failed(Failure why) {
                Dialing.this.failed(why);
            }
        });
    }

    private void prepared(Channel prepared) {
        InetSocketAddress where = address;
        if (cancelled || where == null) {
            prepared.close();
            return;
        }
        channel = null;
        endPending();
        HostUse used = use;
        if (used != null && purpose.isTunnel()) {
            used.connected();
            used.begin();
            prepared.closeFuture().addListener(closed -> used.end());
        }
        purpose.connected(prepared, where);
    }

    @Override
    public void failed(Failure why) {
        // Also for a channel that never was one, and so never closes.
        if (slot != null) {
            slot.release();
        }
        if (cancelled) {
            return;
        }
        channel = null;
        failure = why;
        if (use != null) {
            use.failed(why.outcome());
        }
        candidates.next(this);
    }
}
