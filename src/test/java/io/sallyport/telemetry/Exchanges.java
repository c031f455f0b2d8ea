package io.sallyport.telemetry;

import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.Decision;
import io.sallyport.policy.DenialReason;
import io.sallyport.policy.HostIndex;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.RequestHead;
import io.sallyport.policy.RetryPolicy;
import io.sallyport.policy.Service;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.VirtualHost;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Exchanges as a listener would make them, without a socket. */
final class Exchanges {

    static final Service BANK = service("www.ecb.europa.eu");
    static final InetSocketAddress CLIENT = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 40000);
    static final InetSocketAddress UPSTREAM = new InetSocketAddress(InetAddress.ofLiteral("192.0.2.7"), 80);

    // Never started: nothing here is scheduled.
    private static final EventLoop LOOP = new DefaultEventLoop();

    private Exchanges() {}

    static Service service(String host) {
        return new Service(host, "default", "entry", "entry.yaml:1", List.of());
    }

    static Decision forward(Service service) {
        Cluster cluster = new Cluster(
                "outbound|80||" + service.host(),
                service,
                Cluster.Discovery.DNS,
                List.of(),
                80,
                List.of(),
                Duration.ofSeconds(10),
                Duration.ZERO);
        return new Decision.Forward(cluster, "currency-timeout/0", null, RetryPolicy.DEFAULT);
    }

    static Decision passthrough() {
        return new Decision.Forward(Cluster.PASSTHROUGH, null, null, RetryPolicy.DEFAULT);
    }

    static Decision deny(DenialReason reason, @Nullable Service service) {
        return new Decision.Deny(reason, service);
    }

    static Exchange begin(RequestHead head, Decision decision, ExchangeObserver observer) {
        HostIndex<VirtualHost> hosts =
                new HostIndex<>(Map.of("*.shop.example", new VirtualHost("*.shop.example", null, Map.of())));
        Exchange exchange = new Exchange(
                LOOP,
                new Snapshot(OutboundPolicy.REGISTRY_ONLY, hosts),
                7,
                head,
                decision,
                CLIENT,
                System.nanoTime(),
                observer);
        exchange.start();
        return exchange;
    }

    static void end(Exchange exchange, int status, Outcome outcome) {
        exchange.status = status;
        exchange.end(outcome, "");
    }

    static Head get(String host, String path) {
        return new Head(RequestHead.Form.HTTP, "GET", host, 80, path, new LinkedHashMap<>());
    }

    static Head connect(String host) {
        return new Head(RequestHead.Form.TUNNEL, "CONNECT", host, 443, "", new LinkedHashMap<>());
    }

    /** A request's head; the keys of {@code fields} are lower case. */
    record Head(Form form, String method, String host, int port, String path, Map<String, List<String>> fields)
            implements RequestHead {

        Head with(String name, String... values) {
            fields.put(name, List.of(values));
            return this;
        }

        Head method(String other) {
            return new Head(form, other, host, port, path, fields);
        }

        @Override
        public String scheme() {
            return "http";
        }

        @Override
        public String authority() {
            return host;
        }

        @Override
        public @Nullable String header(String name) {
            List<String> values = headers(name);
            return values.isEmpty() ? null : values.getFirst();
        }

        @Override
        public List<String> headers(String name) {
            return fields.getOrDefault(name.toLowerCase(Locale.ROOT), List.of());
        }
    }
}
