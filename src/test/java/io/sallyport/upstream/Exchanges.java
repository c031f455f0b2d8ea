package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.policy.AddressRange;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Cluster.Discovery;
import io.sallyport.policy.Decision;
import io.sallyport.policy.Endpoint;
import io.sallyport.policy.HostIndex;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.RequestHead;
import io.sallyport.policy.RetryPolicy;
import io.sallyport.policy.Service;
import io.sallyport.policy.Snapshot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Makes exchanges and clusters. */
final class Exchanges {

    private static final Service SERVICE = new Service("bank.example", "default", "bank", "bank.yaml:1", List.of());

    private Exchanges() {}

    static Cluster cluster(Discovery discovery, Endpoint... endpoints) {
        return cluster(discovery, List.of(), endpoints);
    }

    static Cluster cluster(Discovery discovery, List<String> listed, Endpoint... endpoints) {
        return cluster(discovery, listed, Cluster.DEFAULT_IDLE_TIMEOUT, endpoints);
    }

    static Cluster cluster(Discovery discovery, List<String> listed, Duration idleTimeout, Endpoint... endpoints) {
        List<AddressRange> ranges = listed.stream().map(AddressRange::parse).toList();
        return new Cluster(
                "outbound|80||bank.example",
                SERVICE,
                discovery,
                Stream.of(endpoints).toList(),
                0,
                ranges,
                Duration.ofSeconds(2),
                idleTimeout);
    }

    static Endpoint endpoint(String address, int port) {
        return new Endpoint(address, port, 1, Map.of(), false);
    }

    static Exchange to(EventLoop loop, Cluster cluster) {
        return to(loop, cluster, "bank.example", 80);
    }

    static Exchange to(EventLoop loop, Cluster cluster, String host, int port) {
        return new Exchange(
                loop,
                new Snapshot(OutboundPolicy.REGISTRY_ONLY, new HostIndex<>(Map.of())),
                1,
                new Head(host, port),
                new Decision.Forward(cluster, null, null, RetryPolicy.NONE),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711),
                System.nanoTime(),
                new ExchangeObserver() {});
    }

    private record Head(String host, int port) implements RequestHead {

        @Override
        public Form form() {
            return Form.HTTP;
        }

        @Override
        public String method() {
            return "GET";
        }

        @Override
        public String scheme() {
            return "http";
        }

        @Override
        public String authority() {
            return host + ":" + port;
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public @Nullable String header(String name) {
            return null;
        }

        @Override
        public List<String> headers(String name) {
            return List.of();
        }
    }
}
