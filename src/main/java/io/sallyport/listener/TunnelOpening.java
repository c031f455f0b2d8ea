package io.sallyport.listener;

import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpContent;
import io.sallyport.exchange.Connector;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.Timer;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A CONNECT that is allowed: the far side is connected first, and only then the client is told (RFC 9110 9.3.6). */
final class TunnelOpening implements Turn, Connector.Listener {

    private final ListenerContext context;
    private final Caller connection;
    private final Exchange exchange;
    private @Nullable Runnable cancel;
    private Timer.@Nullable Cancellable deadline;
    private boolean over;

    TunnelOpening(ListenerContext context, Caller connection, Exchange exchange) {
        this.context = context;
        this.connection = connection;
        this.exchange = exchange;
    }

    void start() {
        Duration limit = exchange.forward().timeout();
        if (limit != null) {
            deadline = context.services()
                    .timer()
                    .after(exchange.loop(), limit.toMillis(), () -> giveUp(AnswerClock.notConnected(limit)));
        }
        cancel = context.services().connector().connect(exchange, this);
    }

    @Override
    public void connected(Channel upstream) {
        if (over) {
            upstream.close();
            return;
        }
        end();
        context.open().made(upstream);
        exchange.status = 200;
        exchange.firstByteNanos = System.nanoTime();
        Tunnel tunnel =
                new Tunnel(exchange, context.settings(), context.services().timer());
        connection.becomeTunnel(tunnel, upstream);
    }

    @Override
    public void failed(Failure failure) {
        if (!over) {
            end();
            connection.answerFailure(exchange, failure);
        }
    }

    private void end() {
        over = true;
        if (deadline != null) {
            deadline.cancel();
        }
    }

    @Override
    public void giveUp(Failure failure) {
        if (!over && cancel != null) {
            cancel.run();
        }
        failed(failure);
    }

    @Override
    public void inputClosed() {
        // Nothing can come through a tunnel whose client closed before it was open, unless its bytes came already.
        long grace = context.settings().halfCloseGrace().toMillis();
        context.services().timer().after(exchange.loop(), grace, () -> {
            if (!over) {
                giveUp(new Failure(Outcome.CLIENT_GONE, "closed by the client"));
            }
        });
    }

    @Override
    public void content(HttpContent content) {
        content.release();
    }

    @Override
    public void readComplete() {}

    @Override
    public void writabilityChanged(boolean writable) {}
}
