package io.sallyport.caller;

import io.sallyport.exchange.CallerLabels;
import io.sallyport.exchange.Exchange;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A laptop's way: which process has the other end of a loopback connection. One thread looks, when the first request of
 * a connection has come, for all that wait at once. It has a tenth of a processor, beyond some looks in a row; where more
 * wait than it can look for, the rest stay unknown.
 */
public final class CallersByProcess implements CallerSource, AutoCloseable {

    /** Connections whose process is remembered. */
    private static final int MOST_CONNECTIONS = 4096;

    private static final int MOST_WAITING = 256;

    /** How long an answer stands: a port may be another process' next. */
    private static final long STANDS_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    private record Sighting(CompletableFuture<KnownCaller> caller, long atNanos) {}

    private record Waiting(InetSocketAddress client, CompletableFuture<KnownCaller> caller) {}

    private final Function<Collection<InetSocketAddress>, Map<InetSocketAddress, CallingProcess>> look;
    private final String namespace;
    private final String cluster;
    private final Map<InetSocketAddress, Sighting> sightings = new ConcurrentHashMap<>();
    private final AtomicLong sweptNanos = new AtomicLong(System.nanoTime());
    private final BlockingQueue<Waiting> waiting = new ArrayBlockingQueue<>(MOST_WAITING);
    private final AtomicBoolean looking = new AtomicBoolean();
    private final Allowance allowance = new Allowance();
    private final ScheduledThreadPoolExecutor eyes = new ScheduledThreadPoolExecutor(1, CallersByProcess::thread);

    /**
     * @param look blocks as long as it takes; leaves out whom it does not find. Called by one thread
     * @param namespace {@code source_workload_namespace} of processes
     * @param cluster {@code source_cluster}
     */
    public CallersByProcess(
            Function<Collection<InetSocketAddress>, Map<InetSocketAddress, CallingProcess>> look,
            String namespace,
            String cluster) {
        this.look = look;
        this.namespace = namespace;
        this.cluster = cluster;
        eyes.setKeepAliveTime(10, TimeUnit.SECONDS);
        eyes.allowCoreThreadTimeOut(true);
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
            remember(client, seen);
        }
        return seen.caller;
    }

    private void remember(InetSocketAddress client, Sighting seen) {
        long swept = sweptNanos.get();
        if (sightings.size() < MOST_CONNECTIONS) {
            sightings.put(client, seen);
        } else if (seen.atNanos - swept > SWEEP_NANOS && sweptNanos.compareAndSet(swept, seen.atNanos)) {
            // Now and then, since this is on the way of a request.
            sightings.values().removeIf(old -> seen.atNanos - old.atNanos > STANDS_NANOS);
        }
    }

    private CompletableFuture<KnownCaller> ask(InetSocketAddress client) {
        Waiting asked = new Waiting(client, new CompletableFuture<>());
        if (!waiting.offer(asked)) {
            return CompletableFuture.completedFuture(KnownCaller.UNKNOWN);
        }
        lookUnlessSomebodyDoes();
        return asked.caller;
    }

    private void lookUnlessSomebodyDoes() {
        if (looking.compareAndSet(false, true)) {
            try {
                eyes.schedule(this::lookForAll, allowance.waitNanos(System.nanoTime()), TimeUnit.NANOSECONDS);
            } catch (RejectedExecutionException closed) {
                giveUp();
            }
        }
    }

    private void lookForAll() {
        long began = System.nanoTime();
        Map<InetSocketAddress, Waiting> asked = new HashMap<>();
        for (Waiting next = waiting.poll(); next != null; next = waiting.poll()) {
            Waiting same = asked.putIfAbsent(next.client, next);
            if (same != null) {
                same.caller.thenAccept(next.caller::complete);
            }
        }
        Map<InetSocketAddress, CallingProcess> found = Map.of();
        try {
            found = look.apply(asked.keySet());
        } finally {
            long now = System.nanoTime();
            allowance.spend(now - began, now);
            for (Waiting one : asked.values()) {
                one.caller.complete(known(found.get(one.client)));
            }
            looking.set(false);
            if (!waiting.isEmpty()) {
                lookUnlessSomebodyDoes();
            }
        }
    }

    private KnownCaller known(@Nullable CallingProcess process) {
        if (process == null) {
            return KnownCaller.UNKNOWN;
        }
        String name = process.name();
        return new KnownCaller(
                new CallerLabels(name, name, "", namespace, name, "", "", cluster), "pid " + process.pid());
    }

    private void giveUp() {
        waiting.forEach(asked -> asked.caller.complete(KnownCaller.UNKNOWN));
    }

    @Override
    public void close() {
        eyes.shutdownNow();
        giveUp();
    }

    private static Thread thread(Runnable task) {
        return Thread.ofPlatform().daemon().name("sallyport-callers").unstarted(task);
    }
}
