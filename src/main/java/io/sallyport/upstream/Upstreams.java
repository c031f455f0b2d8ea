package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Timer;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.ClusterSettings;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Where calls get their connections: the pool of their loop, or a new one. */
final class Upstreams {

    private final Destinations destinations;
    private final Timer timer;
    private final UpstreamSettings settings;
    private final Preparations preparations;
    private final Map<EventLoop, LoopPool> pools = new ConcurrentHashMap<>();

    Upstreams(Destinations destinations, Timer timer, UpstreamSettings settings) {
        this.destinations = destinations;
        this.timer = timer;
        this.settings = settings;
        this.preparations = new Preparations(destinations.files());
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

    /** Makes a connection of a channel that was prepared, in the version of HTTP that was agreed on. */
    UpstreamConnection install(Exchange exchange, Channel channel, LoopPool.Key key) {
        destinations.certificates().look(exchange.forward().cluster(), channel);
        LoopPool pool = pool(exchange.loop());
        ClusterSettings cluster = exchange.forward().cluster().settings();
        ConnectionGate gate = destinations.state(exchange).gate;
        if (key.offer().isHttp2(TlsHandshake.chosen(channel))) {
            return MultiplexedConnection.install(
                    channel, key, pool, timer, cluster, gate, settings.streamIdleTimeout());
        }
        Http1Connection connection =
                new Http1Connection(key, pool, timer, cluster.limits(), gate, settings.streamIdleTimeout());
        channel.pipeline().replace(Unprepared.class, null, connection);
        return connection;
    }

    /** Connections of the gate that nobody uses are closed on all loops, as long as somebody is in its line. */
    void reclaim(ConnectionGate gate) {
        pools.values().forEach(pool -> pool.reclaim(gate));
    }

    /** What is done on a new connection. */
    Preparation preparation(Exchange exchange, @Nullable TlsPeer peer, HttpOffer offer) {
        return preparations.of(exchange.forward().cluster(), peer, offer);
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

    static LoopPool.Key key(Exchange exchange, InetSocketAddress address, @Nullable TlsPeer peer, HttpOffer offer) {
        Cluster cluster = exchange.forward().cluster();
        return new LoopPool.Key(
                cluster.name(), address, peer, cluster.settings().tunnel(), offer);
    }
}
