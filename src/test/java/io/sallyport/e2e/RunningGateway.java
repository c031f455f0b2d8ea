package io.sallyport.e2e;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.handler.codec.http.HttpHeaders;
import io.sallyport.app.ForwardingChain;
import io.sallyport.compile.CompileOptions;
import io.sallyport.exchange.Attempt;
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Failure;
import io.sallyport.exchange.Outcome;
import io.sallyport.exchange.Timer;
import io.sallyport.exchange.TlsIdentities;
import io.sallyport.exchange.WheelTimer;
import io.sallyport.explain.DenialExplainer;
import io.sallyport.istio.SourceText;
import io.sallyport.listener.CaptureSettings;
import io.sallyport.listener.ListenerServices;
import io.sallyport.listener.ListenerSettings;
import io.sallyport.listener.OutboundListener;
import io.sallyport.pem.PemFiles;
import io.sallyport.policy.AddressRange;
import io.sallyport.policy.IpLiteral;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.reload.Configuration;
import io.sallyport.reload.ReloadReport;
import io.sallyport.resilience.RetryObserver;
import io.sallyport.source.ConfigSource;
import io.sallyport.upstream.AddressGuard;
import io.sallyport.upstream.ClusterStates;
import io.sallyport.upstream.ConnectTo;
import io.sallyport.upstream.Destinations;
import io.sallyport.upstream.Resolver;
import io.sallyport.upstream.SeenCertificates;
import io.sallyport.upstream.TcpConnector;
import io.sallyport.upstream.UpstreamProxy;
import io.sallyport.upstream.UpstreamSettings;
import io.smallrye.mutiny.Multi;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The whole data path and config plane on real sockets, without Quarkus; names lead where the test says. */
public final class RunningGateway implements AutoCloseable {

    private final NioEventLoopGroup loops = new NioEventLoopGroup(2);
    private final Map<String, String> names = new ConcurrentHashMap<>();
    private final BlockingQueue<Exchange> ended = new LinkedBlockingQueue<>();
    private final Texts texts = new Texts();
    private final Configuration configuration;
    private final SeenCertificates certificates;
    private final OutboundListener listener;
    private volatile ExchangeObserver observer = new ExchangeObserver() {};
    private int capturePort;

    private RunningGateway(OutboundPolicy policy, List<String> allowed, String yaml, TlsIdentities identities) {
        this(policy, allowed, yaml, ConnectTo.nothing(), null, identities);
    }

    private RunningGateway(
            OutboundPolicy policy,
            List<String> allowed,
            String yaml,
            ConnectTo connectTo,
            @Nullable UpstreamProxy proxy,
            TlsIdentities identities) {
        texts.yaml = yaml;
        configuration = new Configuration(
                texts, new CompileOptions(policy, "default", Set.of()), Clock.systemUTC(), report -> {});
        ReloadReport report = configuration.reload("start");
        if (!report.accepted()) {
            throw new AssertionError(report.problems().toString());
        }
        Timer timer = new WheelTimer();
        ClusterStates clusters = new ClusterStates();
        Destinations destinations = new Destinations(
                new Names(),
                new AddressGuard(allowed.stream().map(AddressRange::parse).toList()),
                connectTo,
                clusters,
                proxy,
                PemFiles.ON_DISK);
        certificates = destinations.certificates();
        listener = OutboundListener.bind(
                "127.0.0.1",
                0,
                loops,
                loops,
                ListenerSettings.DEFAULTS,
                new ListenerServices(
                        configuration,
                        ForwardingChain.create(
                                destinations, UpstreamSettings.DEFAULT, timer, RetryObserver.NONE, clusters),
                        new TcpConnector(destinations),
                        new Ended(),
                        new DenialExplainer(),
                        timer,
                        identities));
    }

    /** Guards by the YAML; loopback upstreams are allowed. */
    public static RunningGateway of(String yaml) {
        return new RunningGateway(OutboundPolicy.REGISTRY_ONLY, List.of("127.0.0.0/8"), yaml, TlsIdentities.NONE);
    }

    /** The same with a certificate authority to intercept with. */
    public static RunningGateway intercepting(TlsIdentities identities, String yaml) {
        return new RunningGateway(OutboundPolicy.REGISTRY_ONLY, List.of("127.0.0.0/8"), yaml, identities);
    }

    /** The same, with endpoints led elsewhere: for YAML that is not the test's own to change. */
    static RunningGateway leading(String connectTo, TlsIdentities identities, String yaml) {
        return new RunningGateway(
                OutboundPolicy.REGISTRY_ONLY, List.of(), yaml, ConnectTo.parse(List.of(connectTo)), null, identities);
    }

    /** The same with the address guard as users have it. */
    static RunningGateway guarded(String yaml) {
        return new RunningGateway(OutboundPolicy.REGISTRY_ONLY, List.of(), yaml, TlsIdentities.NONE);
    }

    /** Everything but loopback addresses is behind another proxy. */
    static RunningGateway behind(String proxy, String yaml) {
        return new RunningGateway(
                OutboundPolicy.REGISTRY_ONLY,
                List.of("127.0.0.0/8"),
                yaml,
                ConnectTo.nothing(),
                UpstreamProxy.parse(proxy, List.of("127.0.0.0/8")),
                TlsIdentities.NONE);
    }

    /** Lets unlisted hosts through. */
    static RunningGateway allowingAny(String yaml) {
        return new RunningGateway(OutboundPolicy.ALLOW_ANY, List.of("127.0.0.0/8"), yaml, TlsIdentities.NONE);
    }

    /** One more who is told of what happens from now on, before {@link #ended} is. */
    public RunningGateway observedBy(ExchangeObserver observer) {
        this.observer = observer;
        return this;
    }

    /** A name leads to an address; others lead to 127.0.0.1. */
    RunningGateway knows(String host, String address) {
        names.put(host, address);
        return this;
    }

    /** Opens the port for captured connections, which nothing leads there but who connects to it. */
    RunningGateway capturing() {
        capturePort = listener.capture("127.0.0.1", 0, CaptureSettings.DEFAULTS);
        return this;
    }

    int capturePort() {
        return capturePort;
    }

    /** As a client that knows of no proxy. */
    RawClient connectCaptured() {
        return RawClient.connect(capturePort);
    }

    /** What servers showed. */
    SeenCertificates certificates() {
        return certificates;
    }

    RawClient connect() {
        return RawClient.connect(listener.port());
    }

    public int port() {
        return listener.port();
    }

    ReloadReport reload(String yaml) {
        texts.yaml = yaml;
        return configuration.reload("test");
    }

    /** The next exchange that ended; waits up to ten seconds. */
    public Exchange ended() throws InterruptedException {
        return Objects.requireNonNull(ended.poll(10, TimeUnit.SECONDS), "no exchange ended");
    }

    /** The exchanges that ended so far and were not asked for never will be. */
    public void forgetEnded() {
        ended.clear();
    }

    /** Lets what is in flight finish, for a minute; complete when no connection is left. */
    CompletableFuture<Void> drain() {
        return listener.drain(Duration.ofMinutes(1));
    }

    @Override
    public void close() {
        listener.drain(Duration.ZERO).join();
        loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }

    private final class Ended implements ExchangeObserver {
        @Override
        public void started(Exchange exchange) {
            observer.started(exchange);
        }

        @Override
        public void attemptStarted(Exchange exchange, Attempt attempt, HttpHeaders outgoing) {
            observer.attemptStarted(exchange, attempt, outgoing);
        }

        @Override
        public void attemptEnded(Exchange exchange, Attempt attempt) {
            observer.attemptEnded(exchange, attempt);
        }

        @Override
        public void ended(Exchange exchange) {
            observer.ended(exchange);
            ended.add(exchange);
        }
    }

    private final class Names implements Resolver {
        @Override
        public void resolve(EventLoop loop, String host, Callback callback) {
            String known = names.getOrDefault(host, "127.0.0.1");
            InetAddress address = IpLiteral.parse(known);
            if (address == null) {
                callback.failed(new Failure(Outcome.DNS_FAILED, known));
            } else {
                callback.resolved(List.of(address));
            }
        }
    }

    private static final class Texts implements ConfigSource {
        private volatile String yaml = "";

        @Override
        public List<SourceText> read() {
            return List.of(new SourceText("test.yaml", yaml));
        }

        @Override
        public Multi<String> changes() {
            return Multi.createFrom().nothing();
        }
    }
}
