package io.sallyport.authority;

import io.netty.channel.EventLoop;
import io.sallyport.exchange.TlsIdentities;
import io.sallyport.pem.FileStamps;
import io.sallyport.pem.PemException;
import java.lang.System.Logger.Level;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Identities for the hosts that clients ask for, minted with the operator's authority. Its files are looked at when one
 * is asked for, a second after the look before or later, and read where they changed. New files that will not do leave
 * the authority in use that was read before, with a warning. For all threads.
 */
public final class MintedIdentities implements TlsIdentities {

    private static final System.Logger LOG = System.getLogger(MintedIdentities.class.getName());

    private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Each takes some 20 KiB. */
    private static final int MOST_HOSTS = 1_000;

    /** What looking at the files led to. */
    private record Present(Leaves leaves, FileStamps stamps, long atNanos) {}

    private final AuthorityFiles files;
    private final List<String> protocols;
    private final KeyPair keys;
    private final InstantSource clock;
    private final LongSupplier nanoClock;
    /** Under the lock of this. */
    private CompletableFuture<Present> present;

    MintedIdentities(AuthorityFiles files, List<String> protocols, InstantSource clock, LongSupplier nanoClock)
            throws PemException {
        this.files = files;
        this.protocols = List.copyOf(protocols);
        this.keys = newKeys();
        this.clock = clock;
        this.nanoClock = nanoClock;
        this.present = CompletableFuture.completedFuture(load(FileStamps.of(files.paths()), nanoClock.getAsLong()));
    }

    /**
     * Reads the authority's files; blocks.
     *
     * @param protocols what is spoken inside, by their ALPN names (RFC 7301), the one we like best first
     * @throws PemException when they are missing, broken, do not belong together, are no authority's or have expired;
     *     with setting and path
     */
    public static MintedIdentities open(AuthorityFiles files, List<String> protocols) throws PemException {
        return new MintedIdentities(files, protocols, InstantSource.system(), System::nanoTime);
    }

    @Override
    public void get(String host, EventLoop loop, Receiver receiver) {
        CompletableFuture<Present> seen = looked();
        CompletableFuture<Minted> minted =
                seen.isDone() ? seen.join().leaves.get(host) : seen.thenCompose(now -> now.leaves.get(host));
        if (minted.isDone()) {
            tell(minted.join(), receiver);
        } else {
            minted.thenAccept(done -> loop.execute(() -> tell(done, receiver)));
        }
    }

    private static void tell(Minted minted, Receiver receiver) {
        if (minted.context() == null) {
            receiver.unusable(minted.reason());
        } else {
            receiver.ready(minted.context());
        }
    }

    private synchronized CompletableFuture<Present> looked() {
        CompletableFuture<Present> last = present;
        if (!last.isDone() || nanoClock.getAsLong() - last.join().atNanos < LOOK_AGAIN_NANOS) {
            return last;
        }
        Present before = last.join();
        CompletableFuture<Present> next = new CompletableFuture<>();
        Thread.startVirtualThread(() -> next.complete(look(before)));
        present = next;
        return next;
    }

    private Present look(Present before) {
        // Taken before reading: what changes while it is read is seen the next time.
        FileStamps stamps = FileStamps.of(files.paths());
        long now = nanoClock.getAsLong();
        if (stamps.equals(before.stamps)) {
            return new Present(before.leaves, stamps, now);
        }
        try {
            Present loaded = load(stamps, now);
            LOG.log(Level.INFO, "the certificate authority''s files changed and were read again: {0}", stamps.paths());
            return loaded;
        } catch (PemException e) {
            LOG.log(Level.WARNING, "the certificate authority read before stays in use: {0}", e.reason());
        } catch (RuntimeException e) {
            LOG.log(Level.ERROR, "the certificate authority read before stays in use", e);
        }
        return new Present(before.leaves, stamps, now);
    }

    private Present load(FileStamps stamps, long now) throws PemException {
        CertificateAuthority authority = CertificateAuthority.load(files, clock.instant());
        return new Present(new Leaves(authority, keys, protocols, MOST_HOSTS, clock), stamps, now);
    }

    private static KeyPair newKeys() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has P-256", e);
        }
    }
}
