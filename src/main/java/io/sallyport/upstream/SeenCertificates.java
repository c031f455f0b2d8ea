package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.netty.handler.ssl.SslHandler;
import io.sallyport.policy.Cluster;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLPeerUnverifiedException;

/**
 * Until when the certificates are good that servers showed us: who runs an egress proxy hears first that the bank's
 * certificate ends on Friday. By the host as its ServiceEntry writes it, so there are as many as that lists.
 */
public final class SeenCertificates {

    /** A host that nobody called for so long is not told any more. */
    private static final long FORGOTTEN_NANOS = TimeUnit.DAYS.toNanos(2);

    private record Seen(Instant notAfter, long atNanos) {}

    private final Map<String, Seen> seen = new ConcurrentHashMap<>();

    /** Looks at a new connection, once its handshake is done; without TLS there is nothing to see. */
    void look(Cluster cluster, Channel channel) {
        SslHandler tls = cluster.isPassthrough() ? null : channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            return;
        }
        try {
            Certificate[] chain = tls.engine().getSession().getPeerCertificates();
            if (chain.length > 0 && chain[0] instanceof X509Certificate leaf) {
                seen.put(cluster.service().host(), new Seen(leaf.getNotAfter().toInstant(), System.nanoTime()));
            }
        } catch (SSLPeerUnverifiedException _) {
            // It showed none, which is for whoever verifies to mind.
        }
    }

    /** The end of each host's certificate as it was last seen. */
    public Map<String, Instant> ends() {
        long now = System.nanoTime();
        seen.values().removeIf(old -> now - old.atNanos > FORGOTTEN_NANOS);
        Map<String, Instant> ends = new TreeMap<>();
        seen.forEach((host, certificate) -> ends.put(host, certificate.notAfter));
        return ends;
    }
}
