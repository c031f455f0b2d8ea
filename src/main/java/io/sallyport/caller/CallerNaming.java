package io.sallyport.caller;

import io.netty.handler.codec.http.HttpHeaders;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.CallerLabels;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Writes into each exchange who calls, before the other observers hear of its end. Where that is not known yet, only
 * they wait: the client has its answer already.
 */
public final class CallerNaming implements ExchangeObserver {

    /** Callers that get series of their own; a machine's process names are its users' to choose. */
    static final int MOST_CALLERS = 256;

    private final List<CallerSource> sources;
    private final ExchangeObserver next;
    private final KnownCaller nobody;
    private final Set<CallerLabels> named = ConcurrentHashMap.newKeySet();

    /**
     * @param sources asked one after the other, the first that knows counts
     * @param cluster {@code source_cluster} of callers nobody knows
     * @param next who is told of the exchanges
     */
    public CallerNaming(List<CallerSource> sources, String cluster, ExchangeObserver next) {
        this.sources = List.copyOf(sources);
        this.next = next;
        this.nobody = new KnownCaller(new CallerLabels("", "", "", "", "", "", "", cluster), "");
    }

    @Override
    public void started(Exchange exchange) {
        CompletableFuture<KnownCaller> found = find(exchange);
        if (found == null) {
            exchange.caller = nobody.labels();
        } else if (found.isDone()) {
            name(exchange, found.join());
        } else {
            exchange.caller = nobody.labels();
            exchange.callerToCome = found.thenAccept(caller -> exchange.loop().execute(() -> name(exchange, caller)));
        }
        next.started(exchange);
    }

    private @Nullable CompletableFuture<KnownCaller> find(Exchange exchange) {
        for (CallerSource source : sources) {
            CompletableFuture<KnownCaller> found = source.find(exchange);
            if (found != null) {
                return found;
            }
        }
        return null;
    }

    private void name(Exchange exchange, KnownCaller caller) {
        exchange.callerToCome = null;
        CallerLabels labels = caller.labels();
        boolean room = named.contains(labels) || (named.size() < MOST_CALLERS && named.add(labels));
        exchange.caller = room && !caller.equals(KnownCaller.UNKNOWN) ? labels : nobody.labels();
        exchange.callerDetail = caller.detail();
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
        CompletableFuture<Void> toCome = exchange.callerToCome;
        if (toCome == null) {
            next.ended(exchange);
        } else {
            // Put behind the naming itself, on the same loop.
            toCome.thenRun(() -> exchange.loop().execute(() -> next.ended(exchange)));
        }
    }
}
