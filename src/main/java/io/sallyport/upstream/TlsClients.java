package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.sallyport.pem.FileStamps;
import io.sallyport.pem.PemFiles;
import io.sallyport.policy.UpstreamTls;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The TLS clients by their settings, each made off the event loops when it is first needed. The one place that decides
 * when files are read: they are looked at when a connection is made, a second after the look before or later, and read
 * where they changed. New files that will not do leave in use what was read before, with a warning; files that never
 * did are told to whoever wanted the connection.
 *
 * <p>Connections that stand keep the certificates they were made with, as in Envoy.
 */
final class TlsClients {

    private static final System.Logger LOG = System.getLogger(TlsClients.class.getName());

    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Settings that no connection was made with for so long are mostly those of a configuration that is gone. */
    private static final long FORGET_NANOS = TimeUnit.HOURS.toNanos(1);

    /** Told once, on the loop. */
    interface Receiver {
        /** It is there. */
        void ready(TlsClient client);

        /** It cannot be had; the reason is for people. */
        void unusable(String reason);
    }

    /**
     * What looking at the files led to.
     *
     * @param client null where there is none, for the reason given
     * @param stamps of the files that were read, or could not be
     */
    private record Loaded(@Nullable TlsClient client, String reason, FileStamps stamps, long atNanos) {

        Loaded seenAgain(long nanos) {
            return new Loaded(client, reason, stamps, nanos);
        }
    }

    private final Map<UpstreamTls, CompletableFuture<Loaded>> clients = new ConcurrentHashMap<>();
    private final PemFiles files;
    private final LongSupplier nanoClock;

    TlsClients(PemFiles files) {
        this(files, System::nanoTime);
    }

    TlsClients(PemFiles files, LongSupplier nanoClock) {
        this.files = files;
        this.nanoClock = nanoClock;
    }

    /** Finds the client; tells the receiver before this returns where it was looked at just now. */
    void get(UpstreamTls settings, EventLoop loop, Receiver receiver) {
        CompletableFuture<Loaded> found = clients.get(settings);
        if (found == null || isDue(found)) {
            found = clients.compute(
                    settings, (same, present) -> present == null || isDue(present) ? look(same, present) : present);
            forgetUnused();
        }
        if (found.isDone()) {
            tell(found.join(), receiver);
        } else {
            found.thenAccept(loaded -> loop.execute(() -> tell(loaded, receiver)));
        }
    }

    /** How many settings are remembered. */
    int size() {
        return clients.size();
    }

    private boolean isDue(CompletableFuture<Loaded> present) {
        return present.isDone() && nanoClock.getAsLong() - present.join().atNanos >= LOOK_AGAIN_NANOS;
    }

    private void forgetUnused() {
        long now = nanoClock.getAsLong();
        clients.values().removeIf(other -> other.isDone() && now - other.join().atNanos >= FORGET_NANOS);
    }

    private static void tell(Loaded loaded, Receiver receiver) {
        if (loaded.client == null) {
            receiver.unusable(loaded.reason);
        } else {
            receiver.ready(loaded.client);
        }
    }

    private CompletableFuture<Loaded> look(UpstreamTls settings, @Nullable CompletableFuture<Loaded> present) {
        Loaded before = present == null ? null : present.join();
        return CompletableFuture.supplyAsync(() -> look(settings, before), Thread::startVirtualThread);
    }

    private Loaded look(UpstreamTls settings, @Nullable Loaded before) {
        // Taken before reading: what changes while it is read is seen the next time.
        FileStamps stamps = files.stamps(TlsClient.files(settings));
        if (before != null && before.client != null && before.stamps.equals(stamps)) {
            return before.seenAgain(nanoClock.getAsLong());
        }
        Loaded loaded = load(settings, stamps);
        if (before == null || before.client == null) {
            if (loaded.client == null) {
                LOG.log(Level.WARNING, "requests over TLS fail: {0}", loaded.reason);
            }
            return loaded;
        }
        if (loaded.client == null) {
            LOG.log(Level.WARNING, "what was read before stays in use for TLS: {0}", loaded.reason);
            return new Loaded(before.client, "", stamps, loaded.atNanos);
        }
        LOG.log(Level.INFO, "the files of TLS changed and were read again: {0}", stamps.paths());
        return loaded;
    }

    private Loaded load(UpstreamTls settings, FileStamps stamps) {
        String reason;
        try {
            return new Loaded(TlsClient.load(settings, files), "", stamps, nanoClock.getAsLong());
        } catch (TlsSetupException e) {
            reason = e.reason();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "TLS cannot be set up", e);
            reason = "TLS cannot be set up";
        }
        return new Loaded(null, reason, stamps, nanoClock.getAsLong());
    }
}
