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
 * bounds of {@link DnsSettings}, for all event loops together.
 */
public final class DnsResolver implements Resolver, AutoCloseable {

    private static final Duration HOSTS_FILE_INTERVAL = Duration.ofSeconds(1);

    private final DnsSettings settings;
    private final DnsServerAddressStreamProvider servers;
    private final HostsFile hosts;
    private final NameCache names;
    private final DnsCounts counts = new DnsCounts();
    private final Map<EventLoop, DnsClient> clients = new ConcurrentHashMap<>();

    /** Asks the servers of {@code /etc/resolv.conf}. */
    public DnsResolver(UpstreamSettings settings) {
        this(
                settings.dns(),
                DnsServerAddressStreamProviders.platformDefault(),
                HostsFile.watched(HostsFile.SYSTEM, HOSTS_FILE_INTERVAL),
                System::nanoTime);
    }

    /** Asks these servers, in this order. */
    public DnsResolver(UpstreamSettings settings, List<InetSocketAddress> servers) {
        this(
                settings.dns(),
                new SequentialDnsServerAddressStreamProvider(servers),
                HostsFile.watched(HostsFile.SYSTEM, HOSTS_FILE_INTERVAL),
                System::nanoTime);
    }

    DnsResolver(DnsSettings settings, DnsServerAddressStreamProvider servers, HostsFile hosts, LongSupplier nanoClock) {
        this.settings = settings;
        this.servers = servers;
        this.hosts = hosts;
        this.names = new NameCache(settings, this::client, nanoClock, counts);
    }

    @Override
    public void resolve(EventLoop loop, String host, Callback callback) {
        List<InetAddress> listed = hosts.find(host);
        if (listed != null) {
            callback.resolved(listed);
            return;
        }
        names.resolve(loop, host, callback);
    }

    private DnsClient client(EventLoop loop) {
        DnsClient found = clients.get(loop);
        return found != null
                ? found
                : clients.computeIfAbsent(loop, wanted -> new DnsClient(wanted, settings.timeout(), servers));
    }

    /** How look-ups went. */
    public DnsCounts counts() {
        return counts;
    }

    /** How many names are remembered. */
    public int cachedNames() {
        return names.size();
    }

    /** Stops watching the hosts file and asking servers; look-ups under way fail. */
    @Override
    public void close() {
        hosts.close();
        clients.forEach((loop, client) -> {
            if (!loop.isShuttingDown()) {
                loop.execute(client::close);
            }
        });
    }
}
