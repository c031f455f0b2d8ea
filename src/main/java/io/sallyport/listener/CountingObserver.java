package io.sallyport.listener;

import io.netty.handler.codec.http.HttpHeaders;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import java.util.concurrent.atomic.LongAdder;

/** Counts the exchanges in flight: an exchange begins and ends exactly once, so nobody else needs to. */
final class CountingObserver implements ExchangeObserver {

    private final ExchangeObserver next;
    private final LongAdder active;

    CountingObserver(ExchangeObserver next, LongAdder active) {
        this.next = next;
        this.active = active;
    }

    @Override
    public void started(Exchange exchange) {
        active.increment();
        next.started(exchange);
    }

    @Override
    public void attemptStarted(Exchange exchange, Attempt attempt, HttpHeaders outgoing) {
        next.attemptStarted(exchange, attempt, outgoing);
    }

    @Override
    public void attemptEnded(Exchange exchange, Attempt attempt) {
        next.attemptEnded(exchange, attempt);
    }

    @Override
    public void ended(Exchange exchange) {
        active.decrement();
        next.ended(exchange);
    }
}
