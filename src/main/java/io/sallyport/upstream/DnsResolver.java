package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.DnsServerAddressStreamProviders;
import io.netty.resolver.dns.SequentialDnsServerAddressStreamProvider;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * Resolves names by {@code /etc/hosts} and then DNS, with Netty's client on the asking event loop.
 *
 * <p>Names are absolute: the search list of {@code resolv.conf} is not used. Answers are kept for their TTL within the
 * bounds of {@link UpstreamSettings}, one cache an event loop.
 */
public final class DnsResolver implements Resolver, AutoCloseable {

    private static final Duration HOSTS_FILE_INTERVAL = Duration.ofSeconds(1);

    private final UpstreamSettings settings;
    private final DnsServerAddressStreamProvider servers;
    private final HostsFile hosts;
    private final LongSupplier nanoClock;
    private final Map<EventLoop, LoopNames> loops = new ConcurrentHashMap<>();

    /** Asks the servers of {@code /etc/resolv.conf}. */
    public DnsResolver(UpstreamSettings settings) {
        this(
                settings,
                DnsServerAddressStreamProviders.platformDefault(),
                HostsFile.watched(HostsFile.SYSTEM, HOSTS_FILE_INTERVAL),
                System::nanoTime);
    }

    /** Asks these servers, in this order. */
    public DnsResolver(UpstreamSettings settings, List<InetSocketAddress> servers) {
        this(
                settings,
                new SequentialDnsServerAddressStreamProvider(servers),
                HostsFile.watched(HostsFile.SYSTEM, HOSTS_FILE_INTERVAL),
                System::nanoTime);
    }

    DnsResolver(
            UpstreamSettings settings,
            DnsServerAddressStreamProvider servers,
            HostsFile hosts,
            LongSupplier nanoClock) {
        this.settings = settings;
        this.servers = servers;
        this.hosts = hosts;
        this.nanoClock = nanoClock;
    }

    @Override
    public void resolve(EventLoop loop, String host, Callback callback) {
        List<InetAddress> listed = hosts.find(host);
        if (listed != null) {
            callback.resolved(listed);
            return;
        }
        names(loop).resolve(host, callback);
    }

    private LoopNames names(EventLoop loop) {
        LoopNames found = loops.get(loop);
        return found != null
                ? found
                : loops.computeIfAbsent(loop, wanted -> new LoopNames(wanted, settings, servers, nanoClock));
    }

    /** Stops watching the hosts file and asking servers; look-ups under way fail. */
    @Override
    public void close() {
        hosts.close();
        loops.forEach((loop, names) -> {
            if (!loop.isShuttingDown()) {
                loop.execute(names::close);
            }
        });
    }
}
