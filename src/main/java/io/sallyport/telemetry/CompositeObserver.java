package io.sallyport.telemetry;

import io.netty.handler.codec.http.HttpHeaders;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Tells several observers, in the order given. One that throws harms neither the others nor the exchange. */
public final class CompositeObserver implements ExchangeObserver {

    private static final System.Logger LOG = System.getLogger(CompositeObserver.class.getName());

    // A fault in an observer shows on every request: a line for each would bury what else the log says.
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final ExchangeObserver[] observers;
    private final AtomicLong lastLoggedNanos = new AtomicLong(System.nanoTime() - SILENCE_NANOS);

    public CompositeObserver(ExchangeObserver... observers) {
        this.observers = observers.clone();
    }

    @Override
    public void started(Exchange exchange) {
        for (ExchangeObserver observer : observers) {
            try {
                observer.started(exchange);
            } catch (RuntimeException fault) {
                log(observer, fault);
            }
        }
    }

    @Override
    public void attemptStarted(Exchange exchange, Attempt attempt, HttpHeaders outgoing) {
        for (ExchangeObserver observer : observers) {
            try {
                observer.attemptStarted(exchange, attempt, outgoing);
            } catch (RuntimeException fault) {
                log(observer, fault);
            }
        }
    }

    @Override
    public void attemptEnded(Exchange exchange, Attempt attempt) {
        for (ExchangeObserver observer : observers) {
            try {
                observer.attemptEnded(exchange, attempt);
            } catch (RuntimeException fault) {
                log(observer, fault);
            }
        }
    }

    @Override
    public void ended(Exchange exchange) {
        for (ExchangeObserver observer : observers) {
            try {
                observer.ended(exchange);
            } catch (RuntimeException fault) {
                log(observer, fault);
            }
        }
    }

    private void log(ExchangeObserver observer, RuntimeException fault) {
        long now = System.nanoTime();
        long last = lastLoggedNanos.get();
        if (now - last >= SILENCE_NANOS && lastLoggedNanos.compareAndSet(last, now)) {
            LOG.log(Level.ERROR, "observer failed: " + observer.getClass().getName(), fault);
        }
    }
}
