package io.sallyport.upstream;

import io.sallyport.policy.Cluster;
import io.sallyport.policy.TunnelProxy;
import org.jspecify.annotations.Nullable;

/** Says what is done on a cluster's new connections: TLS with whoever is connected to, then a proxy's leave to go on. */
final class Preparations {

    private final TlsClients clients = new TlsClients();

    /** @param peer whom the connection must be with; null where it is plain */
    Preparation of(Cluster cluster, @Nullable TlsPeer peer) {
        TunnelProxy proxy = cluster.settings().tunnel();
        Preparation tls = peer == null ? Preparation.NONE : new TlsHandshake(clients, peer);
        return tls.then(proxy == null ? Preparation.NONE : ProxyConnect.of(proxy));
    }
}
