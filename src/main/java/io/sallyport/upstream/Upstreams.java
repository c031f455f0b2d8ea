package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Timer;
import io.sallyport.policy.Cluster;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where calls get their connections: the pool of their loop, or a new one. */
final class Upstreams {

    private final Destinations destinations;
    private final Timer timer;
    private final UpstreamSettings settings;
    private final Preparations preparations = new Preparations();
    private final Map<EventLoop, LoopPool> pools = new ConcurrentHashMap<>();

    Upstreams(Destinations destinations, Timer timer, UpstreamSettings settings) {
        this.destinations = destinations;
        this.timer = timer;
        this.settings = settings;
    }

    UpstreamSettings settings() {
        return settings;
    }

    Candidates candidates(Exchange exchange) {
        return destinations.of(exchange);
    }

    /** Whom the exchange's connections must be with; null where they are plain. */
    static @Nullable TlsPeer peer(Exchange exchange, HttpRequest request) {
        String host = request.headers().get(HttpHeaderNames.HOST);
        return TlsPeer.of(
                exchange.forward().cluster(), host == null ? exchange.head().host() : host);
    }

    /** An unused connection to the address; null when there is none. */
    @Nullable
    UpstreamConnection take(Exchange exchange, InetSocketAddress address, @Nullable TlsPeer peer) {
        return pool(exchange.loop()).take(key(exchange, address, peer));
    }

    /** A connection to be, the handler of a channel about to connect. */
    UpstreamConnection create(Exchange exchange, InetSocketAddress address, @Nullable TlsPeer peer) {
        return new UpstreamConnection(
                key(exchange, address, peer),
                pool(exchange.loop()),
                timer,
                exchange.forward().cluster().settings().limits(),
                destinations.state(exchange).gate,
                settings.streamIdleTimeout());
    }

    /** Connections of the gate that nobody uses are closed on all loops, as long as somebody is in its line. */
    void reclaim(ConnectionGate gate) {
        pools.values().forEach(pool -> pool.reclaim(gate));
    }

    /** What is done on a new connection. */
    Preparation preparation(Exchange exchange, @Nullable TlsPeer peer) {
        return preparations.of(exchange.forward().cluster(), peer);
    }

    LoopPool pool(EventLoop loop) {
        LoopPool found = pools.get(loop);
        return found != null ? found : pools.computeIfAbsent(loop, wanted -> new LoopPool(wanted, timer, settings));
    }

    void close() {
        pools.forEach((loop, pool) -> {
            // A loop that ends closes its connections itself.
            if (!loop.isShuttingDown()) {
                loop.execute(pool::close);
            }
        });
    }

    static LoopPool.Key key(Exchange exchange, InetSocketAddress address, @Nullable TlsPeer peer) {
        Cluster cluster = exchange.forward().cluster();
        return new LoopPool.Key(
                cluster.name(), address, peer, cluster.settings().tunnel());
    }
}
