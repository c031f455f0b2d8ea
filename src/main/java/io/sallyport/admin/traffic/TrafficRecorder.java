package io.sallyport.admin.traffic;

import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import java.time.InstantSource;
import java.util.function.Function;

/** Remembers what the console shows: a summary of each exchange at its end, and counts. Never waits. */
public final class TrafficRecorder implements ExchangeObserver {

    /** How many exchanges are kept where nobody says otherwise. */
    public static final int DEFAULT_EXCHANGES = 1000;

    private final Function<Exchange, String> callers;
    private final InstantSource clock;
    private final long began;
    private final RecentExchanges recent;
    private final TrafficHistory history = new TrafficHistory();

    /**
     * @param callers who called, as the console is to name it; must be quick, and of a bounded number
     * @param clock the time of day
     * @param exchanges how many are kept, 1 or more
     */
    public TrafficRecorder(Function<Exchange, String> callers, InstantSource clock, int exchanges) {
        this.callers = callers;
        this.clock = clock;
        this.began = clock.millis();
        this.recent = new RecentExchanges(exchanges);
    }

    @Override
    public void ended(Exchange exchange) {
        long now = clock.millis();
        String caller = callers.apply(exchange);
        RecordedExchange recorded = recent.add(id -> RecordedExchange.of(id, exchange, caller, now));
        // Of an intercepted tunnel the requests inside are counted, each as what it is.
        if (recorded.ruling().kind() != Ruling.Kind.INTERCEPT) {
            history.count(recorded);
        }
    }

    /** The latest exchanges, one by one. */
    public RecentExchanges recent() {
        return recent;
    }

    /** The last hour in counts. */
    public TrafficHistory history() {
        return history;
    }

    /** The time of day, milliseconds since 1970. */
    public long now() {
        return clock.millis();
    }

    /** Since when it has been told, milliseconds since 1970. */
    public long began() {
        return began;
    }
}
