package io.sallyport.listener;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.sallyport.policy.SnapshotSource;
import java.util.concurrent.TimeUnit;

/** A listener on a free port, with everything behind it in the test's hands. */
final class Proxy implements AutoCloseable {

    final ScriptedForwarder forwarder = new ScriptedForwarder();
    final FakeConnector connector = new FakeConnector();
    final RecordingObserver observer = new RecordingObserver();
    final OutboundListener listener;
    /** One loop, so that order is certain; of the kind that production uses here. */
    private final EventLoopGroup loops = Epoll.isAvailable() ? new EpollEventLoopGroup(1) : new NioEventLoopGroup(1);

    Proxy() {
        this(ListenerSettings.DEFAULTS);
    }

    Proxy(ListenerSettings settings) {
        listener = OutboundListener.bind("127.0.0.1", 0, loops, loops, settings, services());
    }

    ListenerServices services() {
        SnapshotSource.Published published = new SnapshotSource.Published(1, Policies.snapshot());
        return new ListenerServices(
                () -> published, forwarder, connector, observer, Policies.EXPLAINER, new LoopTimer());
    }

    EventLoopGroup loops() {
        return loops;
    }

    RawClient client() {
        return new RawClient(listener.port());
    }

    @Override
    public void close() {
        listener.close();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }
}
