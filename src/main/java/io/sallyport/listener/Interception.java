package io.sallyport.listener;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.ssl.SslContext;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.TlsIdentities;

/**
 * A CONNECT whose TLS is to end here: finds a certificate for the host. The client is told at once then, before any
 * upstream is connected: to whom its requests go is decided one by one.
 */
final class Interception implements Turn, TlsIdentities.Receiver {

    /** What could be intercepted, cannot: the fault is in how this proxy is set up. */
    private static final int UNUSABLE = 502;

    private final ListenerContext context;
    private final Dispatch dispatch;
    private final Caller connection;
    private final Exchange exchange;
    private boolean over;

    Interception(ListenerContext context, Dispatch dispatch, Caller connection, Exchange exchange) {
        this.context = context;
        this.dispatch = dispatch;
        this.connection = connection;
        this.exchange = exchange;
    }

    void start() {
        context.services().identities().get(exchange.head().host(), exchange.loop(), this);
    }

    @Override
    public void ready(SslContext identity) {
        if (over) {
            return;
        }
        over = true;
        exchange.status = 200;
        exchange.firstByteNanos = System.nanoTime();
        connection.becomeSecured(new TlsReception(context, dispatch, exchange, identity));
    }

    @Override
    public void unusable(String reason) {
        if (over) {
            return;
        }
        over = true;
        Failure failure = new Failure(Outcome.INTERNAL, reason);
        connection.answer(exchange, context.answers().failure(exchange.head(), failure, UNUSABLE), failure);
    }

    @Override
    public void giveUp(Failure failure) {
        if (!over) {
            over = true;
            connection.answerFailure(exchange, failure);
        }
    }

    @Override
    public void inputClosed() {
        giveUp(new Failure(Outcome.CLIENT_GONE, "closed by the client"));
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
