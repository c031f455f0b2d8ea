package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoop;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import java.net.InetSocketAddress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the candidates until one connects. One after the other, each within its own timeout; racing them (RFC
 * 8305) would change this class alone.
 */
final class Dialing implements Candidates.Receiver, Dialer.Listener {

    /** What a connection is wanted for. */
    interface Purpose {

        /** The address was found and checked. True when no new connection to it is needed. */
        boolean reuse(InetSocketAddress address);

        /** What a new connection's pipeline begins with. */
        ChannelHandler handler();

        /** As in {@link Dialer#dial}. */
        boolean isTunnel();

        void connected(Channel channel, InetSocketAddress address);

        void failed(Failure failure);
    }

    private final EventLoop loop;
    private final Candidates candidates;
    private final Duration timeout;
    private final Purpose purpose;
    private @Nullable InetSocketAddress address;
    private @Nullable Channel channel;
    private @Nullable Failure failure;
    private @Nullable HostUse use;
    private boolean cancelled;

    Dialing(EventLoop loop, Candidates candidates, Duration timeout, Purpose purpose) {
        this.loop = loop;
        this.candidates = candidates;
        this.timeout = timeout;
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
        channel = Dialer.dial(loop, candidate, timeout, purpose.handler(), purpose.isTunnel(), this);
    }

    @Override
    public void exhausted(@Nullable Failure none) {
        if (cancelled) {
            return;
        }
        // A server that did not take the connection says more than a name that did not resolve.
        Failure why = failure != null ? failure : none;
        purpose.failed(why != null ? why : new Failure(Outcome.CONNECTION_FAILED, "could not connect"));
    }

    @Override
    public void connected(Channel connected) {
        InetSocketAddress where = address;
        if (cancelled || where == null) {
            connected.close();
            return;
        }
        channel = null;
        HostUse used = use;
        if (used != null && purpose.isTunnel()) {
            used.connected();
            used.begin();
            connected.closeFuture().addListener(closed -> used.end());
        }
        purpose.connected(connected, where);
    }

    @Override
    public void failed(Failure why) {
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
