package io.sallyport.resilience;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.local.LocalAddress;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.exchange.ClusterLoad;
import io.sallyport.exchange.ClusterLoads;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Forwarder;
import io.sallyport.exchange.RequestSink;
import io.sallyport.policy.Cluster;
import io.sallyport.policy.ClusterSettings;
import io.sallyport.policy.Decision;
import io.sallyport.policy.FaultPolicy;
import io.sallyport.policy.HeaderChanges;
import io.sallyport.policy.HostIndex;
import io.sallyport.policy.Mirror;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.policy.RequestHead;
import io.sallyport.policy.RetryCondition;
import io.sallyport.policy.RetryPolicy;
import io.sallyport.policy.Snapshot;
import io.sallyport.policy.Treatment;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A client, a policy and a scripted upstream, with time and memory under watch. */
final class Scene {

    final TestTimer timer = new TestTimer();
    final ScriptedForwarder upstream = new ScriptedForwarder();
    final RecordingSink client = new RecordingSink();
    final ClusterLoad load = new ClusterLoad();
    final ClusterLoads loads = cluster -> load;

    private final UnpooledByteBufAllocator allocator = new UnpooledByteBufAllocator(false);
    private @Nullable Duration timeout;
    private RetryPolicy retries = RetryPolicy.NONE;
    private Treatment treatment = Treatment.NONE;
    private Cluster cluster = Cluster.PASSTHROUGH;
    private @Nullable Exchange exchange;

    Scene timeout(long millis) {
        timeout = Duration.ofMillis(millis);
        return this;
    }

    /** A cluster with these settings. */
    Scene settings(ClusterSettings settings) {
        cluster =
                new Cluster(cluster.name(), cluster.service(), cluster.discovery(), List.of(), 0, List.of(), settings);
        return this;
    }

    /** A route that does this besides. */
    Scene treatment(@Nullable FaultPolicy fault, List<Mirror> mirrors) {
        treatment = new Treatment(null, null, HeaderChanges.NONE, HeaderChanges.NONE, fault, mirrors, null);
        return this;
    }

    Scene retries(RetryPolicy policy) {
        retries = policy;
        return this;
    }

    /** Retries that a VirtualService asks for. */
    static RetryPolicy on(int retries, RetryCondition... conditions) {
        Set<RetryCondition> set = EnumSet.noneOf(RetryCondition.class);
        set.addAll(List.of(conditions));
        return new RetryPolicy(retries, null, set, Set.of(), RetryPolicy.DEFAULT_BACKOFF, true);
    }

    static RetryPolicy onStatus(int... statuses) {
        Set<Integer> set = new HashSet<>();
        for (int status : statuses) {
            set.add(status);
        }
        return new RetryPolicy(
                2, null, Set.of(RetryCondition.RETRIABLE_STATUS_CODES), set, RetryPolicy.DEFAULT_BACKOFF, true);
    }

    static RetryPolicy notExplicit(RetryPolicy policy) {
        return new RetryPolicy(
                policy.retries(),
                policy.perTryTimeout(),
                policy.conditions(),
                policy.statusCodes(),
                policy.backoff(),
                false);
    }

    static RetryPolicy perTry(long millis, RetryPolicy policy) {
        return new RetryPolicy(
                policy.retries(),
                Duration.ofMillis(millis),
                policy.conditions(),
                policy.statusCodes(),
                policy.backoff(),
                policy.explicit());
    }

    /** A request with nothing but a head. */
    RequestSink get(Forwarder chain) {
        RequestSink sink = begin(chain, "GET");
        sink.end(EmptyHttpHeaders.INSTANCE);
        sink.flush();
        return sink;
    }

    /** The head of a request; body and end are the test's. */
    RequestSink begin(Forwarder chain, String method) {
        return begin(chain, method, EmptyHttpHeaders.INSTANCE);
    }

    /** The same with one header field. */
    RequestSink begin(Forwarder chain, String method, CharSequence name, String value) {
        return begin(chain, method, new DefaultHttpHeaders().set(name, value));
    }

    private RequestSink begin(Forwarder chain, String method, HttpHeaders headers) {
        Exchange begun = newExchange(method, headers);
        exchange = begun;
        HttpRequest request = new DefaultHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.valueOf(method), "/");
        request.headers().set(headers);
        return chain.forward(begun, request, client);
    }

    Exchange exchange() {
        if (exchange == null) {
            throw new IllegalStateException("exchange: null (expected: begun)");
        }
        return exchange;
    }

    ByteBuf bytes(String text) {
        return ByteBufUtil.writeUtf8(allocator, text);
    }

    /** Bytes of buffers that nobody has released, copies made of them included. */
    long held() {
        return allocator.metric().usedHeapMemory() + allocator.metric().usedDirectMemory();
    }

    private Exchange newExchange(String method, HttpHeaders headers) {
        return new Exchange(
                new EmbeddedChannel().eventLoop(),
                new Snapshot(OutboundPolicy.REGISTRY_ONLY, new HostIndex<>(Map.of())),
                1,
                new Head(method, headers),
                new Decision.Forward(cluster, "route", timeout, retries, treatment),
                LocalAddress.ANY,
                timer.nanos(),
                new ExchangeObserver() {});
    }

    private record Head(String method, HttpHeaders fields) implements RequestHead {
        @Override
        public Form form() {
            return Form.HTTP;
        }

        @Override
        public String scheme() {
            return "http";
        }

        @Override
        public String host() {
            return "www.ecb.europa.eu";
        }

        @Override
        public int port() {
            return 80;
        }

        @Override
        public String authority() {
            return host();
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
            return List.of();
        }
    }
}
