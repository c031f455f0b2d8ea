package io.sallyport.upstream;

import io.sallyport.exchange.ClusterLoad;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.OutlierDetection;
import java.net.InetSocketAddress;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * What the process remembers of the cluster of one name, across reloads: its load, its hosts and who of them is ejected,
 * and how endpoints are balanced. Thread-safe.
 */
final class ClusterState {

    /** More hosts than this, and those of long ago are looked for: a name may lead to new addresses for ever. */
    private static final int MANY_HOSTS = 512;

    private static final long LONG_AGO = TimeUnit.MINUTES.toNanos(10);

    final ClusterLoad load = new ClusterLoad();
    final ConnectionGate gate = new ConnectionGate(load.connections());
    final Outliers outliers;

    /** Whose turn it is among a name's addresses. */
    final AtomicInteger turn = new AtomicInteger();

    private final Map<InetSocketAddress, Host> hosts = new ConcurrentHashMap<>();
    private final Map<String, Host> names = new ConcurrentHashMap<>();
    private volatile @Nullable Balancer balancer;

    ClusterState(long nowNanos) {
        outliers = new Outliers(hosts.values(), nowNanos);
    }

    /** The balancer of a cluster with more than one endpoint, made anew when the endpoints or their settings are new. */
    Balancer balancer(Cluster cluster, ConnectTo connectTo) {
        Balancer present = balancer;
        if (present != null && present.isFor(cluster)) {
            return present;
        }
        Balancer made = Balancer.of(cluster, connectTo, this, present);
        balancer = made;
        return made;
    }

    /** The host at an address, known or new. */
    Host host(InetSocketAddress address, long nowNanos) {
        Host known = hosts.get(address);
        if (known != null) {
            return known;
        }
        if (hosts.size() >= MANY_HOSTS) {
            forgetOld(nowNanos);
        }
        return hosts.computeIfAbsent(address, wanted -> new Host(wanted, nowNanos));
    }

    /** What stands for all addresses of an endpoint's name. */
    Host named(Endpoint endpoint, long nowNanos) {
        return names.computeIfAbsent(endpoint.address() + ":" + endpoint.port(), ignored -> new Host(null, nowNanos));
    }

    /** Forgets all hosts but these: what is known against others says nothing any more. */
    void keepOnly(Set<InetSocketAddress> addresses) {
        names.clear();
        hosts.values().removeIf(host -> {
            boolean gone = host.address != null && !addresses.contains(host.address);
            if (gone) {
                outliers.release(host);
            }
            return gone;
        });
    }

    private void forgetOld(long nowNanos) {
        hosts.values()
                .removeIf(host ->
                        host.active.get() == 0 && !host.isEjected() && nowNanos - host.lastSeenNanos > LONG_AGO);
    }

    /** Before a host is chosen: lets ejected ones back in whose time is over. */
    void beforeChoice(@Nullable OutlierDetection settings, long nowNanos) {
        if (settings != null) {
            outliers.sweep(settings, nowNanos);
        } else if (outliers.ejected() > 0) {
            outliers.releaseAll();
        }
    }

    /** All hosts with an address, to look at. */
    Collection<Host> hosts() {
        return hosts.values();
    }
}
