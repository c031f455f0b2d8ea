package io.sallyport.upstream;

import io.netty.channel.EventLoop;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.policy.AddressRange;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Cluster.Discovery;
import io.sallyport.policy.ClusterSettings;
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
        return to(loop, cluster, 1, new Head(host, port, "/", Map.of()), RetryPolicy.NONE);
    }

    /** Of a configuration of that generation. */
    static Exchange to(EventLoop loop, Cluster cluster, long generation) {
        return to(loop, cluster, generation, new Head("bank.example", 80, "/", Map.of()), RetryPolicy.NONE);
    }

    /** With these header fields, by lower-case name. */
    static Exchange to(EventLoop loop, Cluster cluster, String path, Map<String, String> headers) {
        return to(loop, cluster, 1, new Head("bank.example", 80, path, headers), RetryPolicy.DEFAULT);
    }

    /** The same with other settings. */
    static Cluster with(Cluster cluster, ClusterSettings settings) {
        return new Cluster(
                cluster.name(),
                cluster.service(),
                cluster.discovery(),
                cluster.endpoints(),
                cluster.port(),
                cluster.listedAddresses(),
                settings);
    }

    private static Exchange to(EventLoop loop, Cluster cluster, long generation, Head head, RetryPolicy retries) {
        return new Exchange(
                loop,
                new Snapshot(OutboundPolicy.REGISTRY_ONLY, new HostIndex<>(Map.of())),
                generation,
                head,
                new Decision.Forward(cluster, null, null, retries),
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 4711),
                System.nanoTime(),
                new ExchangeObserver() {});
    }

    private record Head(String host, int port, String path, Map<String, String> headers) implements RequestHead {

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
        public @Nullable String header(String name) {
            return headers.get(name);
        }

        @Override
        public List<String> headers(String name) {
            String value = headers.get(name);
            return value == null ? List.of() : List.of(value);
        }
    }
}
