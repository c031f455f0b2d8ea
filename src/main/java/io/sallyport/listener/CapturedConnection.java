package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.Timer;
import io.sallyport.policy.Decision;
import io.sallyport.policy.PortPolicy;
import io.sallyport.policy.Protocol;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.VirtualHost;
import io.sallyport.tls.Greeting;
import io.sallyport.tls.GreetingReader;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The first moments of a connection whose client knows of no proxy: its first bytes say what it is and, with luck, which
 * host it is for. A name that is read there is what the policy is asked about and what is resolved anew; the address the
 * client had in mind counts only where there is no name, so that nobody lends a listed name to another address.
 */
final class CapturedConnection extends ChannelInboundHandlerAdapter {

    private static final Failure NOWHERE =
            new Failure(Outcome.LOOP_DETECTED, "no server name, and no other destination than this port");
    private static final Failure TOO_MANY = new Failure(Outcome.OVERLOADED, "too many client connections");

    private final CaptureContext capture;
    private final boolean excess;
    private final GreetingReader greeting = new GreetingReader();
    private @Nullable ByteBuf held;
    private Timer.@Nullable Cancellable deadline;
    private @Nullable InetSocketAddress destination;
    private boolean inputClosed;
    private boolean over;

    CapturedConnection(CaptureContext capture, boolean excess) {
        this.capture = capture;
        this.excess = excess;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        if (capture.context().open().draining()) {
            context.close();
            return;
        }
        destination = capture.destination(context.channel());
        if (destination != null && isRaw(destination)) {
            tunnelToAddress(context);
        } else if (destination != null) {
            await(context, capture.settings().patience(), this::patienceOver);
        } else {
            await(context, capture.context().settings().headerTimeout(), this::undecided);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (!(message instanceof ByteBuf data)) {
            ReferenceCountUtil.release(message);
            return;
        }
        Greeting read = greeting.read(data);
        boolean first = held == null;
        ByteBuf all = hold(context, data);
        if (over) {
            return;
        }
        if (first) {
            await(context, capture.context().settings().headerTimeout(), this::undecided);
        }
        switch (read) {
            case Greeting.Partial ignored -> {}
            case Greeting.ClientHello hello -> tls(context, hello.serverName());
            // Left to the tunnel's own check, which has the words for it.
            case Greeting.Malformed ignored -> tls(context, null);
            case Greeting.NotTls ignored -> plain(context, all);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputClosed = true;
            if (!over) {
                undecided(context);
            }
        } else if (event == OpenConnections.Call.CUT || (event == OpenConnections.Call.DRAIN && held == null)) {
            context.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        context.close();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        settle();
        if (held != null) {
            held.release();
            held = null;
        }
    }

    private void tls(ChannelHandlerContext context, @Nullable String serverName) {
        InetSocketAddress known = destination;
        if (serverName == null) {
            tunnelToAddress(context);
        } else {
            int port = known == null ? capture.settings().tlsPort() : known.getPort();
            tunnel(context, new CapturedHead(serverName, port), true, null);
        }
    }

    private void plain(ChannelHandlerContext context, ByteBuf all) {
        switch (RequestLine.look(all)) {
            case PARTIAL -> {}
            case HTTP -> http(context);
            case OTHER -> tunnelToAddress(context);
        }
    }

    private void http(ChannelHandlerContext context) {
        settle();
        InetSocketAddress known = destination;
        capture.requests().furnish(context.pipeline(), known == null ? 0 : known.getPort(), excess);
        context.fireChannelActive();
        context.fireChannelRead(takeHeld(context));
        context.fireChannelReadComplete();
        if (inputClosed) {
            context.fireUserEventTriggered(ChannelInputShutdownEvent.INSTANCE);
        }
        context.pipeline().remove(this);
    }

    /** No name is known, so the address it was going to is what the policy is asked about. */
    private void tunnelToAddress(ChannelHandlerContext context) {
        InetSocketAddress to = destination;
        boolean tls = held != null && !(greeting.result() instanceof Greeting.NotTls);
        if (to != null) {
            tunnel(context, head(to), tls, null);
        } else {
            tunnel(context, head((InetSocketAddress) context.channel().localAddress()), tls, NOWHERE);
        }
    }

    private void tunnel(ChannelHandlerContext context, CapturedHead head, boolean tls, @Nullable Failure refusal) {
        settle();
        CapturedTunnel tunnel = new CapturedTunnel(capture.context(), head, tls, takeHeld(context), inputClosed);
        context.pipeline().replace(this, null, tunnel);
        tunnel.start(excess ? TOO_MANY : refusal);
    }

    /**
     * The client says nothing. Where bytes may go to that address whatever they are, the server may be the one to speak
     * first; where they have to name their host, the client is waited for.
     */
    private void patienceOver(ChannelHandlerContext context) {
        InetSocketAddress to = destination;
        if (to != null && takesAnything(decide(head(to)))) {
            tunnelToAddress(context);
        } else {
            await(context, capture.context().settings().headerTimeout(), this::undecided);
        }
    }

    /** Neither time nor the client brings more bytes. */
    private void undecided(ChannelHandlerContext context) {
        if (held == null && (destination == null || inputClosed)) {
            context.close();
        } else {
            tunnelToAddress(context);
        }
    }

    private Decision decide(CapturedHead head) {
        Snapshot snapshot = capture.context().services().snapshots().current().snapshot();
        return snapshot.decide(head, ThreadLocalRandom.current());
    }

    private static boolean takesAnything(Decision decision) {
        return decision instanceof Decision.Forward to
                && (to.tunnel() == null || !to.tunnel().tls());
    }

    private static CapturedHead head(InetSocketAddress address) {
        return new CapturedHead(address.getAddress().getHostAddress(), address.getPort());
    }

    /** Whether an entry lists the address and port for bytes that are not looked at, so that nobody has to wait. */
    private boolean isRaw(InetSocketAddress address) {
        Snapshot snapshot = capture.context().services().snapshots().current().snapshot();
        VirtualHost host = snapshot.find(address.getAddress().getHostAddress());
        PortPolicy port = host == null ? null : host.ports().get(address.getPort());
        Protocol protocol = port == null ? Protocol.SNIFFED : port.port().protocol();
        return protocol.isTunnelled() && !protocol.isTls() && !protocol.isHttp();
    }

    private void await(ChannelHandlerContext context, Duration limit, Consumer<ChannelHandlerContext> then) {
        if (deadline != null) {
            deadline.cancel();
        }
        Timer timer = capture.context().services().timer();
        deadline = timer.after(context.channel().eventLoop(), limit.toMillis(), () -> {
            if (!over && context.channel().isActive()) {
                then.accept(context);
            }
        });
    }

    private ByteBuf hold(ChannelHandlerContext context, ByteBuf data) {
        ByteBuf into = held == null ? context.alloc().buffer(data.readableBytes()) : held;
        held = into;
        into.writeBytes(data);
        data.release();
        return into;
    }

    private ByteBuf takeHeld(ChannelHandlerContext context) {
        ByteBuf taken = held == null ? context.alloc().buffer() : held;
        held = null;
        return taken;
    }

    private void settle() {
        over = true;
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }
}
