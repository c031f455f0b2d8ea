package io.sallyport.listener;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.Timer;
import io.sallyport.policy.TunnelRules;
import io.sallyport.tls.Alert;
import io.sallyport.tls.Greeting;
import io.sallyport.tls.GreetingReader;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Holds back what a client sends into a tunnel until it is known whether it may: before the client's {@link TunnelEnd},
 * and gone once that is decided. What the far side says first passes all the while.
 */
final class FirstBytes extends ChannelInboundHandlerAdapter {

    private final Tunnel tunnel;
    private final Exchange exchange;
    private final TunnelRules rules;
    private final Timer timer;
    private final Duration limit;
    private final GreetingReader reader = new GreetingReader();
    private @Nullable ByteBuf held;
    private Timer.@Nullable Cancellable deadline;
    private boolean decided;

    FirstBytes(Tunnel tunnel, Exchange exchange, TunnelRules rules, Timer timer, Duration limit) {
        this.tunnel = tunnel;
        this.exchange = exchange;
        this.rules = rules;
        this.timer = timer;
        this.limit = limit;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        if (rules.tls()) {
            startClock();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (decided || !(message instanceof ByteBuf data)) {
            context.fireChannelRead(message);
            return;
        }
        Greeting greeting = reader.read(data);
        if (greeting instanceof Greeting.Partial) {
            hold(context, data);
            startClock();
            return;
        }
        ByteBuf all = held == null ? data : hold(context, data);
        held = null;
        decide();
        if (greeting instanceof Greeting.ClientHello hello) {
            exchange.serverName = hello.serverName();
        }
        GreetingRule.Refusal refusal = GreetingRule.refusal(exchange, rules, greeting);
        if (refusal == null) {
            pass(context, all);
        } else {
            tunnel.count(true, all.readableBytes());
            all.release();
            tunnel.refuse(refusal.failure(), refusal.alert());
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (decided) {
            context.fireChannelReadComplete();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !decided) {
            inputClosed(context);
        }
        context.fireUserEventTriggered(event);
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        decide();
        context.fireChannelInactive();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        decide();
        if (held != null) {
            held.release();
            held = null;
        }
    }

    /** No byte at all names no other host, and neither does the beginning of a greeting that never ends. */
    private void inputClosed(ChannelHandlerContext context) {
        ByteBuf rest = held;
        held = null;
        decide();
        if (rest == null) {
            context.pipeline().remove(this);
        } else if (rules.tls()) {
            tunnel.count(true, rest.readableBytes());
            rest.release();
            tunnel.end(new Failure(Outcome.CLIENT_GONE, "closed by the client in the middle of a ClientHello"));
        } else {
            pass(context, rest);
        }
    }

    private ByteBuf hold(ChannelHandlerContext context, ByteBuf data) {
        ByteBuf into = held == null ? context.alloc().buffer(data.readableBytes()) : held;
        held = into;
        into.writeBytes(data);
        data.release();
        return into;
    }

    private void pass(ChannelHandlerContext context, ByteBuf all) {
        context.fireChannelRead(all);
        context.fireChannelReadComplete();
        context.pipeline().remove(this);
    }

    private void startClock() {
        if (deadline == null && !decided) {
            deadline = timer.after(exchange.loop(), limit.toMillis(), this::expired);
        }
    }

    private void expired() {
        if (decided) {
            return;
        }
        decided = true;
        if (held != null) {
            tunnel.count(true, held.readableBytes());
        }
        tunnel.refuse(
                new Failure(Outcome.CLIENT_TIMEOUT, "no whole ClientHello within " + limit.toMillis() + " ms"),
                Alert.HANDSHAKE_FAILURE);
    }

    private void decide() {
        decided = true;
        if (deadline != null) {
            deadline.cancel();
            deadline = null;
        }
    }
}
