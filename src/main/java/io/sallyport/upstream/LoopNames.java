package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.netty.resolver.dns.DnsNameResolver;
import io.netty.resolver.dns.DnsNameResolverBuilder;
import io.netty.resolver.dns.DnsNameResolverChannelStrategy;
import io.netty.resolver.dns.DnsServerAddressStreamProvider;
import io.netty.resolver.dns.NoopAuthoritativeDnsServerCache;
import io.netty.resolver.dns.NoopDnsCache;
import io.netty.resolver.dns.NoopDnsCnameCache;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/** The names one event loop knows, and those it is looking up. One question is under way for a name, whoever asks. */
final class LoopNames {

    private record Known(DnsAnswer answer, long untilNanos) {}

    private final EventLoop loop;
    private final UpstreamSettings settings;
    private final DnsServerAddressStreamProvider servers;
    private final LongSupplier nanoClock;
    private final DnsNameResolver client;
    private final Map<String, Known> known;
    private final Map<String, DnsLookup> lookups = new HashMap<>();

    LoopNames(
            EventLoop loop, UpstreamSettings settings, DnsServerAddressStreamProvider servers, LongSupplier nanoClock) {
        this.loop = loop;
        this.settings = settings;
        this.servers = servers;
        this.nanoClock = nanoClock;
        this.client = client(loop, settings);
        this.known = new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Known> eldest) {
                return size() > settings.dnsCacheEntries();
            }
        };
    }

    void resolve(String host, Resolver.Callback callback) {
        Known found = known.get(host);
        if (found != null && found.untilNanos - nanoClock.getAsLong() > 0) {
            tell(callback, found.answer);
            return;
        }
        DnsLookup running = lookups.get(host);
        if (running != null) {
            running.join(callback);
            return;
        }
        DnsLookup lookup = new DnsLookup(
                loop,
                settings.dnsTimeout(),
                (type, listener) -> new DnsQuery(client, servers.nameServerAddressStream(host), host, type, listener),
                answer -> finished(host, answer));
        lookups.put(host, lookup);
        lookup.join(callback);
        lookup.start();
    }

    private void finished(String host, DnsAnswer answer) {
        DnsLookup lookup = lookups.remove(host);
        known.remove(host);
        Duration kept = kept(answer);
        if (!kept.isZero()) {
            known.put(host, new Known(answer, nanoClock.getAsLong() + kept.toNanos()));
        }
        List<Resolver.Callback> callbacks = lookup == null ? List.of() : lookup.callbacks();
        for (Resolver.Callback callback : callbacks) {
            tell(callback, answer);
        }
    }

    private Duration kept(DnsAnswer answer) {
        if (answer.isNegative()) {
            return settings.dnsNegativeTtl();
        }
        if (!answer.isPositive()) {
            return Duration.ZERO;
        }
        long least = settings.dnsMinTtl().toMillis();
        long most = settings.dnsMaxTtl().toMillis();
        return Duration.ofMillis(Math.clamp(answer.ttlSeconds() * 1000, least, most));
    }

    private static void tell(Resolver.Callback callback, DnsAnswer answer) {
        if (answer.isPositive()) {
            callback.resolved(answer.addresses());
        } else if (answer.code() == null) {
            callback.failed(new Failure(Outcome.DNS_TIMEOUT, "no answer from DNS"));
        } else {
            callback.failed(new Failure(Outcome.DNS_FAILED, answer.code()));
        }
    }

    void close() {
        client.close();
    }

    /**
     * Netty's client for single questions. A port of its own for each, so that forged answers have to guess it; plain
     * UDP without EDNS, which every server takes, and TCP for what is longer.
     */
    private static DnsNameResolver client(EventLoop loop, UpstreamSettings settings) {
        Transport transport = Transport.of(loop);
        return new DnsNameResolverBuilder(loop)
                .datagramChannelFactory(transport.datagrams())
                .socketChannelFactory(transport.sockets())
                .datagramChannelStrategy(DnsNameResolverChannelStrategy.ChannelPerResolution)
                .queryTimeoutMillis(Math.max(1, settings.dnsTimeout().toMillis() / 3))
                .optResourceEnabled(false)
                .resolveCache(NoopDnsCache.INSTANCE)
                .cnameCache(NoopDnsCnameCache.INSTANCE)
                .authoritativeDnsServerCache(NoopAuthoritativeDnsServerCache.INSTANCE)
                .hostsFileEntriesResolver((host, types) -> null)
                .searchDomains(List.of())
                .build();
    }
}
