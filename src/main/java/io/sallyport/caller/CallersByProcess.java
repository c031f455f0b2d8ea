package io.sallyport.caller;

import io.sallyport.exchange.CallerLabels;
import io.sallyport.exchange.Exchange;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A laptop's way: which process has the other end of a loopback connection. One thread looks, when the first request of
 * a connection has come; where more wait than it can look for, the rest stay unknown.
 */
public final class CallersByProcess implements CallerSource, AutoCloseable {

    /** Connections whose process is remembered. */
    private static final int MOST_CONNECTIONS = 4096;

    private static final int MOST_WAITING = 256;

    /** How long an answer stands: a port may be another process' next. */
    private static final long STANDS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private record Sighting(CompletableFuture<KnownCaller> caller, long atNanos) {}

    private final Function<InetSocketAddress, @Nullable CallingProcess> look;
    private final String namespace;
    private final String cluster;
    private final Map<InetSocketAddress, Sighting> sightings = new ConcurrentHashMap<>();
    private final ThreadPoolExecutor eyes = new ThreadPoolExecutor(
            0, 1, 10, TimeUnit.SECONDS, new ArrayBlockingQueue<>(MOST_WAITING), CallersByProcess::thread);

    /**
     * @param look blocks as long as it takes; null where nobody was found
     * @param namespace {@code source_workload_namespace} of processes
     * @param cluster {@code source_cluster}
     */
    public CallersByProcess(
            Function<InetSocketAddress, @Nullable CallingProcess> look, String namespace, String cluster) {
        this.look = look;
        this.namespace = namespace;
        this.cluster = cluster;
    }

    @Override
    public @Nullable CompletableFuture<KnownCaller> find(Exchange exchange) {
        if (!(exchange.client() instanceof InetSocketAddress client)
                || client.getAddress() == null
                || !client.getAddress().isLoopbackAddress()) {
            return null;
        }
        long now = System.nanoTime();
        Sighting seen = sightings.get(client);
        if (seen == null || now - seen.atNanos > STANDS_NANOS) {
            seen = new Sighting(ask(client), now);
            if (sightings.size() >= MOST_CONNECTIONS) {
                sightings.values().removeIf(old -> now - old.atNanos > STANDS_NANOS);
            }
            if (sightings.size() < MOST_CONNECTIONS) {
                sightings.put(client, seen);
            }
        }
        return seen.caller;
    }

    private CompletableFuture<KnownCaller> ask(InetSocketAddress client) {
        try {
            return CompletableFuture.supplyAsync(() -> called(client), eyes).exceptionally(_ -> KnownCaller.UNKNOWN);
        } catch (RejectedExecutionException _) {
            return CompletableFuture.completedFuture(KnownCaller.UNKNOWN);
        }
    }

    private KnownCaller called(InetSocketAddress client) {
        CallingProcess process = look.apply(client);
        if (process == null) {
            return KnownCaller.UNKNOWN;
        }
        String name = process.name();
        return new KnownCaller(
                new CallerLabels(name, name, "", namespace, name, "", "", cluster), "pid " + process.pid());
    }

    @Override
    public void close() {
        eyes.shutdownNow();
    }

    private static Thread thread(Runnable task) {
        return Thread.ofPlatform().daemon().name("sallyport-callers").unstarted(task);
    }
}
