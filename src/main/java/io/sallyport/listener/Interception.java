package io.sallyport.listener;

import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.ssl.SslContext;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.TlsIdentities;
import io.sallyport.policy.Decision;

/**
 * A CONNECT whose requests are to be read: finds a certificate for the host where TLS is spoken inside. The client is told at once then, before any
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

    /** Opens the tunnel, at once where no TLS is spoken in it. */
    void start(Decision.Intercept decision) {
        if (!decision.hasTls()) {
            open(new PlainReception(context, dispatch, exchange));
            return;
        }
        context.services().identities().get(exchange.head().host(), exchange.loop(), this);
    }

    @Override
    public void ready(SslContext identity) {
        if (over) {
            return;
        }
        open(new TlsReception(context, dispatch, exchange, identity));
    }

    private void open(InnerReception reception) {
        over = true;
        exchange.status = 200;
        exchange.firstByteNanos = System.nanoTime();
        connection.becomeInner(reception);
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
