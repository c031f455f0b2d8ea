package io.sallyport.authority;

import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import java.lang.System.Logger.Level;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLException;

/**
 * The certificates that one authority vouches for, each made when it is first asked for, once however many ask, and
 * made anew when a third of its time is left. The hosts asked for longest ago are forgotten.
 *
 * <p>Each host has a TLS context of its own, so that a session of one is never resumed for another. All share one pair
 * of keys: whoever could read one of them out of this process could read the authority's, and a pair each would only
 * cost time.
 */
final class Leaves {

    private static final System.Logger LOG = System.getLogger(Leaves.class.getName());

    /** A refusal stands for a while, so that a client that asks again and again costs little. */
    private static final Duration REFUSED = Duration.ofSeconds(10);

    private final CertificateAuthority authority;
    private final LeafMinter minter;
    private final KeyPair keys;
    private final List<String> protocols;
    private final InstantSource clock;
    /** By host, the one asked for longest ago first; every access under its own lock. */
    private final Map<String, CompletableFuture<Minted>> byHost;

    /**
     * Knows none yet.
     *
     * @param protocols of ALPN, the one we like best first
     * @param most how many hosts are remembered
     */
    Leaves(CertificateAuthority authority, KeyPair keys, List<String> protocols, int most, InstantSource clock) {
        this.authority = authority;
        this.minter = new LeafMinter(authority, keys);
        this.keys = keys;
        this.protocols = List.copyOf(protocols);
        this.clock = clock;
        this.byHost = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, CompletableFuture<Minted>> eldest) {
                return size() > most;
            }
        };
    }

    /** The host's; done where it is there already. Never fails, but may hold no certificate. */
    CompletableFuture<Minted> get(String host) {
        CompletableFuture<Minted> next = new CompletableFuture<>();
        synchronized (byHost) {
            CompletableFuture<Minted> found = byHost.get(host);
            if (found != null
                    && (!found.isDone() || clock.instant().isBefore(found.join().renewAt()))) {
                return found;
            }
            byHost.put(host, next);
        }
        Thread.startVirtualThread(() -> next.complete(mint(host)));
        return next;
    }

    /** How many hosts are remembered. */
    int size() {
        synchronized (byHost) {
            return byHost.size();
        }
    }

    private Minted mint(String host) {
        Instant now = clock.instant();
        String reason;
        try {
            X509Certificate leaf = minter.mint(host, now);
            Duration left = Duration.between(now, leaf.getNotAfter().toInstant());
            return new Minted(context(leaf), "", now.plus(left.multipliedBy(2).dividedBy(3)));
        } catch (LeafMinter.Refused e) {
            reason = e.reason();
        } catch (SSLException | RuntimeException e) {
            LOG.log(Level.ERROR, "no TLS for " + host, e);
            reason = "TLS cannot be set up for " + host;
        }
        return new Minted(null, reason, now.plus(REFUSED));
    }

    private SslContext context(X509Certificate leaf) throws SSLException {
        List<X509Certificate> shown = new ArrayList<>();
        shown.add(leaf);
        // Clients have the root, or trust nothing of this; what is between they may lack.
        authority.chain().stream()
                .filter(one -> !one.getSubjectX500Principal().equals(one.getIssuerX500Principal()))
                .forEach(shown::add);
        return SslContextBuilder.forServer(keys.getPrivate(), shown)
                .sslProvider(SslProvider.JDK)
                .protocols("TLSv1.3", "TLSv1.2")
                .applicationProtocolConfig(new ApplicationProtocolConfig(
                        Protocol.ALPN,
                        SelectorFailureBehavior.FATAL_ALERT,
                        SelectedListenerFailureBehavior.ACCEPT,
                        protocols))
                .build();
    }
}
