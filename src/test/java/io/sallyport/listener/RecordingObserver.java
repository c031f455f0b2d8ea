package io.sallyport.listener;

import static org.assertj.core.api.Assertions.assertThat;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Keeps what it is told. */
final class RecordingObserver implements ExchangeObserver {

    private final BlockingQueue<Exchange> ended = new LinkedBlockingQueue<>();
    private final AtomicInteger started = new AtomicInteger();

    @Override
    public void started(Exchange exchange) {
        started.incrementAndGet();
    }

    @Override
    public void ended(Exchange exchange) {
        ended.add(exchange);
    }

    int startedCount() {
        return started.get();
    }

    /** The next exchange to end, waiting for it. */
    Exchange awaitEnd() {
        try {
            Exchange next = ended.poll(10, TimeUnit.SECONDS);
            assertThat(next).as("an exchange that ended").isNotNull();
            return next;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    boolean hasMore() {
        return !ended.isEmpty();
    }
}
