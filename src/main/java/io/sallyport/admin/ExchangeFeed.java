package io.sallyport.admin;

import io.netty.handler.codec.http.HttpHeaders;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Passes what happens on to observers that come and go while the process runs; costs nothing while there are none. */
public final class ExchangeFeed implements ExchangeObserver {

    private final List<ExchangeObserver> subscribers = new CopyOnWriteArrayList<>();

    /** From now on {@code subscriber} is told, on the exchanges' event loops; until the result is run. */
    public Runnable subscribe(ExchangeObserver subscriber) {
        subscribers.add(subscriber);
        return () -> subscribers.remove(subscriber);
    }

    @Override
    public void started(Exchange exchange) {
        for (ExchangeObserver subscriber : subscribers) {
            subscriber.started(exchange);
        }
    }

    @Override
    public void attemptStarted(Exchange exchange, Attempt attempt, HttpHeaders outgoing) {
        for (ExchangeObserver subscriber : subscribers) {
            subscriber.attemptStarted(exchange, attempt, outgoing);
        }
    }

    @Override
    public void attemptEnded(Exchange exchange, Attempt attempt) {
        for (ExchangeObserver subscriber : subscribers) {
            subscriber.attemptEnded(exchange, attempt);
        }
    }

    @Override
    public void ended(Exchange exchange) {
        for (ExchangeObserver subscriber : subscribers) {
            subscriber.ended(exchange);
        }
    }
}
