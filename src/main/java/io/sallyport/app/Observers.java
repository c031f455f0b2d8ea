package io.sallyport.app;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.sallyport.caller.CallerNaming;
import io.sallyport.caller.KnownCaller;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.resilience.RetryObserver;
import io.sallyport.telemetry.AccessLog;
import io.sallyport.telemetry.CompositeObserver;
import io.sallyport.telemetry.MetricsObserver;
import io.sallyport.telemetry.ProxyNode;
import io.sallyport.telemetry.Tracing;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Everybody who is told of exchanges: who names the caller, metrics, spans when there is a collector, the access log, and views. */
final class Observers implements AutoCloseable {

    private final ExchangeObserver observer;
    private final RetryObserver retries;
    private final Optional<AccessLog> log;
    private final List<AutoCloseable> closed;

    private Observers(
            ExchangeObserver observer, RetryObserver retries, Optional<AccessLog> log, List<AutoCloseable> closed) {
        this.observer = observer;
        this.retries = retries;
        this.log = log;
        this.closed = List.copyOf(closed);
    }

    /**
     * Makes them, and opens the access log.
     *
     * @param views who is told last
     * @param pods who has an address, null for nobody known
     * @throws UncheckedIOException when the access log's file cannot be opened
     */
    static Observers create(
            Settings settings,
            PrometheusMeterRegistry metrics,
            String version,
            List<ExchangeObserver> views,
            Function<InetAddress, @Nullable KnownCaller> pods) {
        List<ExchangeObserver> observers = new ArrayList<>();
        List<AutoCloseable> closed = new ArrayList<>();
        // Spans first: the access log tells their trace id.
        Optional<Tracing> tracing = Tracing.fromEnvironment(
                ProxyNode.of(System.getenv(), Callers.own(settings), OwnNamespace.ofCallers(settings)), metrics);
        tracing.ifPresent(spans -> {
            observers.add(spans.observer());
            closed.add(spans);
        });
        observers.add(new MetricsObserver(metrics, version));
        Optional<AccessLog> log =
                settings.accessLog().equals("off") ? Optional.empty() : Optional.of(accessLog(settings, metrics));
        log.ifPresent(lines -> {
            observers.add(lines);
            closed.add(lines);
        });
        observers.addAll(views);
        ExchangeObserver all = new CompositeObserver(observers.toArray(ExchangeObserver[]::new));
        return new Observers(
                new CallerNaming(Callers.sources(settings, pods, closed), settings.cluster(), all),
                new RetryCounters(metrics),
                log,
                closed);
    }

    /** Opens the access log's file anew, so that one that was moved away is let go. */
    void reopenLog() {
        log.ifPresent(AccessLog::reopen);
    }

    ExchangeObserver observer() {
        return observer;
    }

    RetryObserver retries() {
        return retries;
    }

    /** Sends and writes what is still held. */
    @Override
    public void close() {
        for (AutoCloseable one : closed) {
            try {
                one.close();
            } catch (Exception e) {
                Logger.getLogger("io.sallyport").warn("an observer did not close cleanly", e);
            }
        }
    }

    private static AccessLog accessLog(Settings settings, PrometheusMeterRegistry metrics) {
        try {
            return AccessLog.open(settings.accessLog(), settings.accessLogFormat(), System.out, metrics);
        } catch (IOException e) {
            throw new UncheckedIOException("access log " + settings.accessLog() + ": " + e.getMessage(), e);
        }
    }
}
