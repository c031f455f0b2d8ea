package io.sallyport.telemetry;

import io.sallyport.exchange.Exchange;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * The tunnels that are open, so that their bytes are told while they flow: a tunnel may live for days, and whoever
 * counts at its end shows a day's traffic in the minute it closes. Istio's proxies report at intervals for that reason;
 * here each scrape asks.
 */
final class OpenTunnels {

    /** Envoy's word for no flag, which is all that is known of a tunnel before its end. */
    static final String NO_FLAGS = "-";

    private final BiFunction<Exchange, String, TunnelSeries> series;
    private final Map<Exchange, Told> open = new ConcurrentHashMap<>();

    /** What of a tunnel's bytes was counted. A scrape and the end of the tunnel may meet. */
    private static final class Told {
        private long sent;
        private long received;
        private boolean opened;
        private boolean ended;
    }

    /** @param series the one of an exchange and its response flags */
    OpenTunnels(BiFunction<Exchange, String, TunnelSeries> series) {
        this.series = series;
    }

    /** Counted when somebody asks, or at its end: by then it is known who calls. */
    void opened(Exchange exchange) {
        open.put(exchange, new Told());
    }

    void closed(Exchange exchange, String flags) {
        Told told = open.remove(exchange);
        if (told != null) {
            TunnelSeries last = series.apply(exchange, flags);
            last.closed.increment();
            tell(exchange, told, last, true);
        }
    }

    /** Counts what has flowed since the last time. The byte counts of exchanges are read while their loops write them. */
    void tell() {
        open.forEach((exchange, told) -> tell(exchange, told, series.apply(exchange, NO_FLAGS), false));
    }

    int count() {
        return open.size();
    }

    private void tell(Exchange exchange, Told told, TunnelSeries to, boolean last) {
        synchronized (told) {
            if (told.ended) {
                return;
            }
            if (!told.opened) {
                told.opened = true;
                series.apply(exchange, NO_FLAGS).opened.increment();
            }
            told.ended = last;
            long sent = exchange.bytesSent;
            long received = exchange.bytesReceived;
            to.sentBytes.add(sent - told.sent);
            to.receivedBytes.add(received - told.received);
            told.sent = sent;
            told.received = received;
        }
    }
}
