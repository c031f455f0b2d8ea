package io.sallyport.upstream;

import io.sallyport.pem.PemFiles;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.TunnelProxy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says what is done on a cluster's new connections: TLS with whoever is connected to, then a proxy's leave to go on. */
final class Preparations {

    private final TlsClients clients;

    /** @param files where what settings name is read */
    Preparations(PemFiles files) {
        this.clients = new TlsClients(files);
    }

    /**
     * For requests.
     *
     * @param peer whom the connection must be with; null where it is plain
     */
    Preparation of(Cluster cluster, @Nullable TlsPeer peer, HttpOffer offer) {
        // TLS with a proxy says nothing about what is spoken behind it.
        return of(cluster, peer, cluster.settings().tunnel() == null ? offer.protocols() : List.of());
    }

    /** For bytes that nobody reads. */
    Preparation of(Cluster cluster, @Nullable TlsPeer peer) {
        return of(cluster, peer, List.of());
    }

    private Preparation of(Cluster cluster, @Nullable TlsPeer peer, List<String> protocols) {
        TunnelProxy proxy = cluster.settings().tunnel();
        Preparation tls = peer == null ? Preparation.NONE : new TlsHandshake(clients, peer, protocols);
        return tls.then(proxy == null ? Preparation.NONE : ProxyConnect.of(proxy));
    }
}
