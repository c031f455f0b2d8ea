package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import java.time.Duration;
import java.util.List;

/** Asks DNS on one event loop. Keeps nothing. */
final class DnsClient {

    private final EventLoop loop;
    private final Duration timeout;
    private final DnsServerAddressStreamProvider servers;
    private final DnsNameResolver client;

    /** @param timeout of a whole look-up */
    DnsClient(EventLoop loop, Duration timeout, DnsServerAddressStreamProvider servers) {
        this.loop = loop;
        this.timeout = timeout;
        this.servers = servers;
        this.client = client(loop, timeout);
    }

    /** Looks a name up. Called on the loop; so is the listener. */
    void lookUp(String host, DnsLookup.Listener listener) {
        new DnsLookup(
                        loop,
                        timeout,
                        (type, answered) ->
                                new DnsQuery(client, servers.nameServerAddressStream(host), host, type, answered),
                        listener)
                .start();
    }

    void close() {
        client.close();
    }

    /**
     * Netty's client for single questions. A port of its own for each, so that forged answers have to guess it; plain
     * UDP without EDNS, which every server takes, and TCP for what is longer.
     */
    private static DnsNameResolver client(EventLoop loop, Duration timeout) {
        Transport transport = Transport.of(loop);
        return new DnsNameResolverBuilder(loop)
                .datagramChannelFactory(transport.datagrams())
                .socketChannelFactory(transport.sockets())
                .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
                .queryTimeoutMillis(Math.max(1, timeout.toMillis() / 3))
                .optResourceEnabled(false)
                .resolveCache(NoopDnsCache.INSTANCE)
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
                .hostsFileEntriesResolver((host, types) -> null)
                .searchDomains(List.of())
                .build();
    }
}
