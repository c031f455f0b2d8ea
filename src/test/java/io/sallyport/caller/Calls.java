package io.sallyport.caller;

import io.netty.channel.DefaultEventLoop;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.policy.Decision;
import io.sallyport.policy.DenialReason;
import io.sallyport.policy.HostIndex;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.RequestHead;
import io.sallyport.policy.Snapshot;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Exchanges with a caller, without a socket. */
final class Calls {

    static final InetSocketAddress LOOPBACK = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 40000);

    /** Shared by all tests; ends with the process, being a daemon's. */
    static final DefaultEventLoop LOOP = new DefaultEventLoop(
            (java.util.concurrent.Executor) task -> Thread.ofPlatform().daemon().start(task));

    private Calls() {}

    static Exchange from(InetSocketAddress client, String field, String value) {
        return exchange(client, new Head(Map.of(field, value)), new ExchangeObserver() {});
    }

    static Exchange from(InetSocketAddress client, ExchangeObserver observer) {
        return exchange(client, new Head(Map.of()), observer);
    }

    private static Exchange exchange(InetSocketAddress client, RequestHead head, ExchangeObserver observer) {
        return new Exchange(
                LOOP,
                new Snapshot(OutboundPolicy.REGISTRY_ONLY, new HostIndex<>(Map.of())),
                1,
                head,
                new Decision.Deny(DenialReason.HOST_NOT_LISTED, null),
                client,
                System.nanoTime(),
                observer);
    }

    private record Head(Map<String, String> fields) implements RequestHead {

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
        public String host() {
            return "a.example";
        }

        @Override
        public int port() {
            return 80;
        }

        @Override
        public String authority() {
            return "a.example";
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public @Nullable String header(String name) {
            return fields.get(name);
        }

        @Override
        public List<String> headers(String name) {
            String value = fields.get(name);
            return value == null ? List.of() : List.of(value);
        }
    }
}
