package io.sallyport.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Connector;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.Cluster;
import java.net.InetSocketAddress;

/**
 * Opens the far side of tunnels: a fresh TCP connection each. The attempt it records is that of connecting; it is over
 * when the connection stands.
 */
public final class TcpConnector implements Connector {

    private final Destinations destinations;
    private final UpstreamSettings settings;
    private final Preparations preparations;

    public TcpConnector(Destinations destinations) {
        this(destinations, UpstreamSettings.DEFAULT);
    }

    /** @param settings of which those of connecting count */
    public TcpConnector(Destinations destinations, UpstreamSettings settings) {
        this.destinations = destinations;
        this.settings = settings;
        this.preparations = new Preparations(destinations.files());
    }

    @Override
    public Runnable connect(Exchange exchange, Listener listener) {
        // Nothing of these fields is sent: observers may set some, and there is nobody to read them.
        Attempt attempt = exchange.startAttempt(new DefaultHttpHeaders(false));
        Tunnel tunnel = new Tunnel(exchange, attempt, listener, preparation(exchange), destinations.certificates());
        Dialing dialing = new Dialing(exchange, destinations.of(exchange), tunnel, settings.attemptDelay());
        dialing.start();
        return () -> {
            dialing.cancel();
            exchange.endAttempt(attempt, Outcome.CLIENT_GONE, "given up while connecting");
        };
    }

    /** Around the client's bytes, whatever they are, goes the TLS that the cluster asks for, as in Envoy. */
    private Preparation preparation(Exchange exchange) {
        Cluster cluster = exchange.forward().cluster();
        return preparations.of(cluster, TlsPeer.of(cluster, exchange.head().host()));
    }

    private record Tunnel(
            Exchange exchange,
            Attempt attempt,
            Listener listener,
            Preparation preparation,
            SeenCertificates certificates)
            implements Dialing.Purpose {

        @Override
        public boolean reuse(InetSocketAddress address) {
            if (attempt.resolvedNanos == 0) {
                attempt.resolvedNanos = System.nanoTime();
            }
            return false;
        }

        @Override
        public ChannelHandler handler(InetSocketAddress address) {
            return new Nothing();
        }

        @Override
        public boolean isTunnel() {
            return true;
        }

        @Override
        public LoopPool.Key key(InetSocketAddress address) {
            return Upstreams.key(exchange, address, null, HttpOffer.HTTP1);
        }

        @Override
        public void waits(ConnectionGate gate) {
            throw new IllegalStateException("a tunnel waits (expected: only requests)");
        }

        @Override
        public void offered(UpstreamConnection connection, InetSocketAddress address) {
            throw new IllegalStateException("a tunnel is offered a used connection (expected: only requests)");
        }

        @Override
        public void opened() {
            attempt.openedNanos = System.nanoTime();
        }

        @Override
        public void connected(Channel channel, InetSocketAddress address) {
            certificates.look(exchange.forward().cluster(), channel);
            attempt.address = address;
            attempt.connectedNanos = System.nanoTime();
            attempt.encrypted = TlsHandshake.isEncrypted(channel);
            exchange.endAttempt(attempt, Outcome.COMPLETED, "");
            listener.connected(channel);
        }

        @Override
        public void failed(Failure failure) {
            exchange.endAttempt(attempt, failure.outcome(), failure.detail());
            listener.failed(failure);
        }
    }

    /** Netty wants a handler to begin with; this one leaves at once, so that the pipeline is the caller's. */
    private static final class Nothing extends ChannelInboundHandlerAdapter {
        @Override
        public void handlerAdded(ChannelHandlerContext context) {
            context.pipeline().remove(this);
        }
    }
}
