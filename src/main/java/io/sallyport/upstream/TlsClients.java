package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.sallyport.policy.UpstreamTls;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The TLS clients by their settings, each made once, off the event loops, when it is first needed. The one place that
 * decides when files are read: those that could not be are looked at again when asked for, a second later or more.
 */
final class TlsClients {

    private static final System.Logger LOG = System.getLogger(TlsClients.class.getName());

    private static final long TRY_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Told once, on the loop. */
    interface Receiver {
        /** It is there. */
        void ready(TlsClient client);

        /** It cannot be had; the reason is for people. */
        void unusable(String reason);
    }

    /** What loading led to: one of the two is there. */
    private record Loaded(@Nullable TlsClient client, String reason, long atNanos) {
        boolean stands() {
            return client != null || System.nanoTime() - atNanos < TRY_AGAIN_NANOS;
        }
    }

    private final Map<UpstreamTls, CompletableFuture<Loaded>> clients = new ConcurrentHashMap<>();

    /** Finds the client; tells the receiver before this returns where it is there already. */
    void get(UpstreamTls settings, EventLoop loop, Receiver receiver) {
        CompletableFuture<Loaded> found = clients.get(settings);
        if (found == null || (found.isDone() && !found.join().stands())) {
            found = clients.compute(
                    settings,
                    (same, present) -> present != null
                                    && (!present.isDone() || present.join().stands())
                            ? present
                            : CompletableFuture.supplyAsync(() -> load(same), Thread::startVirtualThread));
        }
        if (found.isDone()) {
            tell(found.join(), receiver);
        } else {
            found.thenAccept(loaded -> loop.execute(() -> tell(loaded, receiver)));
        }
    }

    private static void tell(Loaded loaded, Receiver receiver) {
        if (loaded.client == null) {
            receiver.unusable(loaded.reason);
        } else {
            receiver.ready(loaded.client);
        }
    }

    private static Loaded load(UpstreamTls settings) {
        String reason;
        try {
            return new Loaded(TlsClient.load(settings), "", System.nanoTime());
        } catch (TlsSetupException e) {
            reason = e.reason();
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "TLS cannot be set up", e);
            reason = "TLS cannot be set up";
        }
        LOG.log(Level.WARNING, "requests over TLS fail: {0}", reason);
        return new Loaded(null, reason, System.nanoTime());
    }
}
