package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.sallyport.exchange.Connector;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.Timer;
import io.sallyport.exchange.TlsIdentities;
import io.sallyport.policy.Decision;
import io.sallyport.policy.DenialReason;
import io.sallyport.policy.SnapshotSource;
import io.sallyport.tls.Alert;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A captured connection that is to become a tunnel: asks the policy and connects, with what the client sent so far in
 * hand; or finds a certificate, where its TLS is to end here. Its client can be told nothing in HTTP: TLS is refused by an
 * alert, anything else by a reset.
 */
final class CapturedTunnel extends ChannelInboundHandlerAdapter implements Connector.Listener, TlsIdentities.Receiver {

    /** What the client may not do; anything else is no fault of it. */
    private static final Set<Outcome> FORBIDDEN =
            EnumSet.of(Outcome.DENIED, Outcome.NO_ROUTE, Outcome.ADDRESS_PROHIBITED, Outcome.LOOP_DETECTED);

    private final ListenerContext context;
    private final CapturedHead head;
    private final boolean tls;
    private final ByteBuf held;
    private boolean inputClosed;
    private @Nullable ChannelHandlerContext attached;
    private @Nullable Exchange exchange;
    private @Nullable Runnable cancel;
    private Timer.@Nullable Cancellable deadline;
    private boolean over;

    /**
     * @param tls whether the client speaks TLS
     * @param held what it sent so far; ownership passes
     * @param inputClosed whether that is all it will send
     */
    CapturedTunnel(ListenerContext context, CapturedHead head, boolean tls, ByteBuf held, boolean inputClosed) {
        this.context = context;
        this.head = head;
        this.tls = tls;
        this.held = held;
        this.inputClosed = inputClosed;
    }

    /** @param refusal why it is refused whatever the policy says; null for no such reason */
    void start(@Nullable Failure refusal) {
        SnapshotSource.Published published = context.services().snapshots().current();
        Channel channel = channel();
        Decision decision = published.snapshot().decide(head, ThreadLocalRandom.current());
        Exchange begun = new Exchange(
                channel.eventLoop(),
                published.snapshot(),
                published.generation(),
                head,
                decision,
                channel.remoteAddress(),
                System.nanoTime(),
                context.services().observer());
        begun.protocol = "-";
        exchange = begun;
        begun.start();
        if (context.open().isOurs(channel.remoteAddress())) {
            refuse(new Failure(Outcome.LOOP_DETECTED, "the client is this proxy"));
        } else if (refusal != null) {
            refuse(refusal);
        } else {
            follow(begun, decision);
        }
    }

    private void follow(Exchange begun, Decision decision) {
        switch (decision) {
            case Decision.Forward to -> connect(begun, to);
            case Decision.Deny deny ->
                refuse(new Failure(Answers.outcome(deny.reason()), deny.reason().slug()));
            case Decision.Intercept to when to.hasTls() -> intercept(begun);
            // What is captured there and is HTTP was decided as a request.
            case Decision.Intercept ignored ->
                refuse(new Failure(
                        Answers.outcome(DenialReason.PORT_NOT_TUNNELLED), DenialReason.PORT_NOT_TUNNELLED.slug()));
            case Decision.Answer ignored -> refuse(new Failure(Outcome.INTERNAL, "an answer for a tunnel"));
        }
    }

    private void connect(Exchange begun, Decision.Forward to) {
        channel().config().setAutoRead(false);
        Duration limit = to.timeout();
        if (limit != null) {
            deadline = context.services()
                    .timer()
                    .after(begun.loop(), limit.toMillis(), () -> giveUp(AnswerClock.notConnected(limit)));
        }
        cancel = context.services().connector().connect(begun, this);
    }

    private void intercept(Exchange begun) {
        if (!tls) {
            refuse(new Failure(Outcome.CLIENT_NOT_TLS, "not TLS, where TLS is intercepted"));
            return;
        }
        channel().config().setAutoRead(false);
        context.services().identities().get(head.host(), begun.loop(), this);
    }

    @Override
    public void ready(SslContext identity) {
        if (over) {
            return;
        }
        end();
        Exchange begun = Objects.requireNonNull(exchange);
        begun.firstByteNanos = System.nanoTime();
        // What is inside goes where the connection was going, whatever port it names.
        Dispatch inside = new Dispatch(context, head.port());
        new TlsReception(context, inside, begun, identity)
                .openCaptured(Objects.requireNonNull(attached), held, inputClosed);
    }

    @Override
    public void unusable(String reason) {
        if (!over) {
            refuse(new Failure(Outcome.INTERNAL, reason));
        }
    }

    @Override
    public void connected(Channel upstream) {
        if (over) {
            upstream.close();
            return;
        }
        end();
        context.open().made(upstream);
        Exchange begun = Objects.requireNonNull(exchange);
        begun.firstByteNanos = System.nanoTime();
        new Tunnel(begun, context.settings(), context.services().timer())
                .openCaptured(Objects.requireNonNull(attached), held, inputClosed, upstream);
    }

    @Override
    public void failed(Failure failure) {
        if (!over) {
            refuse(failure);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext added) {
        attached = added;
    }

    @Override
    public void channelRead(ChannelHandlerContext from, Object message) {
        if (!over && message instanceof ByteBuf data) {
            held.writeBytes(data);
        }
        ReferenceCountUtil.release(message);
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext from, Object event) {
        if (event instanceof ChannelInputShutdownEvent) {
            inputClosed = true;
        } else if (event == OpenConnections.Call.CUT) {
            giveUp(new Failure(Outcome.DRAINING, "the grace period is over"));
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext from) {
        giveUp(new Failure(Outcome.CLIENT_GONE, "closed by the client"));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext from, Throwable cause) {
        giveUp(new Failure(Outcome.CLIENT_GONE, "reset by the client"));
    }

    private void giveUp(Failure failure) {
        if (!over && cancel != null) {
            cancel.run();
        }
        failed(failure);
    }

    private void refuse(Failure failure) {
        end();
        Exchange ending = Objects.requireNonNull(exchange);
        ending.bytesReceived = held.readableBytes();
        held.release();
        ending.end(failure.outcome(), failure.detail());
        Channel channel = channel();
        if (tls) {
            Dismissal.begin(channel, alert(failure.outcome()).record());
            long grace = context.settings().lingerTimeout().toMillis();
            context.services().timer().after(ending.loop(), grace, channel::close);
        } else {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.close();
        }
    }

    private static Alert alert(Outcome outcome) {
        return FORBIDDEN.contains(outcome) ? Alert.ACCESS_DENIED : Alert.INTERNAL_ERROR;
    }

    private void end() {
        over = true;
        if (deadline != null) {
            deadline.cancel();
        }
    }

    private Channel channel() {
        return Objects.requireNonNull(attached, "not in a pipeline").channel();
    }
}
