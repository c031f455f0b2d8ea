package io.sallyport.benchmark;

import io.micrometer.prometheus.PrometheusConfig;
import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SdkTracerProvider;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.BatchSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.sallyport.app.ForwardingChain;
import io.sallyport.caller.CallerNaming;
import io.sallyport.caller.OwnWorkload;
import io.sallyport.compile.CompileOptions;
import io.sallyport.exchange.CallerLabels;
import io.sallyport.exchange.ExchangeObserver;
import io.sallyport.exchange.Timer;
import io.sallyport.exchange.TlsIdentities;
import io.sallyport.exchange.WheelTimer;
import io.sallyport.explain.DenialExplainer;
import io.sallyport.istio.SourceText;
import io.sallyport.listener.ListenerServices;
import io.sallyport.listener.ListenerSettings;
import io.sallyport.listener.OutboundListener;
import io.sallyport.policy.AddressRange;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.reload.Configuration;
import io.sallyport.resilience.RetryObserver;
import io.sallyport.source.FolderSource;
import io.sallyport.telemetry.AccessLog;
import io.sallyport.telemetry.CompositeObserver;
import io.sallyport.telemetry.MetricsObserver;
import io.sallyport.telemetry.TracingObserver;
import io.sallyport.upstream.AddressGuard;
import io.sallyport.upstream.ClusterStates;
import io.sallyport.upstream.ConnectTo;
import io.sallyport.upstream.Destinations;
import io.sallyport.upstream.DnsResolver;
import io.sallyport.upstream.TcpConnector;
import io.sallyport.upstream.UpstreamSettings;
import java.io.IOException;
import java.io.InputStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What it costs to see: processor time a request with metrics, spans of one trace in a hundred, the access log to a
 * file, and all of them, beside the same gateway with none. All run in one process and take turns; counted are the threads of
 * the gateway, of the log and of the export, not those that call and answer. Spans are gathered and dropped, since what
 * sending them costs depends on who takes them.
 */
public final class Seeing {

    private static final int CONNECTIONS = 8;
    private static final int WARM_UP = 3;
    private static final int ROUNDS = 9;
    private static final long ROUND_NANOS = 1_500_000_000L;
    private static final String HOST = GeneratedConfig.host(1);
    private static final byte[] REQUEST = ("GET http://" + HOST + "/rates?day=1 HTTP/1.1\r\nHost: " + HOST
                    + "\r\nUser-Agent: benchmark/1.0\r\nAccept: */*\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);

    private Seeing() {}

    /** Takes no arguments. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("sallyport-seeing");
        Path configuration = Files.createDirectory(folder.resolve("configuration"));
        Files.writeString(configuration.resolve("entries.yaml"), GeneratedConfig.serviceEntries(10));
        PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        try (Upstream upstream = new Upstream();
                AccessLog log = AccessLog.open(folder.resolve("access.log").toString(), System.out, metrics);
                OpenTelemetrySdk tracing = tracing()) {
            Map<String, ExchangeObserver> observers = new LinkedHashMap<>();
            observers.put("none", new ExchangeObserver() {});
            observers.put("metrics", named(new MetricsObserver(metrics, "0")));
            observers.put("spans", named(new TracingObserver(tracing)));
            observers.put("log", named(log));
            observers.put(
                    "all",
                    named(new TracingObserver(tracing), new MetricsObserver(another(), "0"), log));
            Map<String, Integer> ports = new LinkedHashMap<>();
            observers.forEach((name, observer) ->
                    ports.put(name, gateway(name, configuration, upstream.port(), observer)));
            run(ports);
        }
        System.exit(0);
    }

    private static void run(Map<String, Integer> ports) throws InterruptedException {
        Map<String, List<Double>> taken = new LinkedHashMap<>();
        for (int round = 0; round < WARM_UP + ROUNDS; round++) {
            for (Map.Entry<String, Integer> port : ports.entrySet()) {
                double micros = measure(port.getValue());
                if (round >= WARM_UP) {
                    taken.computeIfAbsent(port.getKey(), name -> new ArrayList<>()).add(micros);
                }
            }
        }
        double none = median(taken.get("none"));
        taken.forEach((name, micros) -> System.out.printf(
                "%-8s %.2f us a request, %.3f of none (lowest %.2f)%n",
                name, median(micros), median(micros) / none, micros.stream().min(Double::compare).orElse(0.0)));
    }

    private static double median(List<Double> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }

    private static PrometheusMeterRegistry another() {
        return new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    }

    private static ExchangeObserver named(ExchangeObserver... observers) {
        CallerLabels labels = new CallerLabels("checkout", "checkout", "v1", "shop", "checkout", "v1", "", "");
        return new CallerNaming(
                List.of(new OwnWorkload(Optional.of(labels))), "Kubernetes", new CompositeObserver(observers));
    }

    private static OpenTelemetrySdk tracing() {
        return OpenTelemetrySdk.builder()
                .setTracerProvider(SdkTracerProvider.builder()
                        .setSampler(Sampler.parentBased(Sampler.traceIdRatioBased(0.01)))
                        .addSpanProcessor(BatchSpanProcessor.builder(new Dropping()).build())
                        .build())
                .build();
    }

    private static int gateway(String name, Path configuration, int upstream, ExchangeObserver observer) {
        EpollEventLoopGroup loops = new EpollEventLoopGroup(1, new DefaultThreadFactory("gateway-" + name, true));
        Configuration loaded = new Configuration(
                new FolderSource(List.of(configuration)),
                new CompileOptions(OutboundPolicy.REGISTRY_ONLY, "default", Set.of()),
                Clock.systemUTC(),
                report -> {});
        if (!loaded.reload("start").accepted()) {
            throw new IllegalStateException("configuration: refused (expected: accepted)");
        }
        Timer timer = new WheelTimer();
        ClusterStates clusters = new ClusterStates();
        Destinations destinations = new Destinations(
                new DnsResolver(UpstreamSettings.DEFAULT),
                new AddressGuard(List.of(AddressRange.parse("127.0.0.0/8"))),
                ConnectTo.parse(List.of(HOST + ":80:127.0.0.1:" + upstream)),
                clusters);
        return OutboundListener.bind(
                        "127.0.0.1",
                        0,
                        loops,
                        loops,
                        ListenerSettings.DEFAULTS,
                        new ListenerServices(
                                loaded,
                                ForwardingChain.create(
                                        destinations, UpstreamSettings.DEFAULT, timer, RetryObserver.NONE, clusters),
                                new TcpConnector(destinations),
                                observer,
                                new DenialExplainer(),
                                timer,
                                TlsIdentities.NONE))
                .port();
    }

    /** Microseconds of processor time a request. */
    private static double measure(int port) throws InterruptedException {
        AtomicLong requests = new AtomicLong();
        long until = System.nanoTime() + ROUND_NANOS;
        long before = gatewayNanos();
        List<Thread> callers = new ArrayList<>();
        for (int i = 0; i < CONNECTIONS; i++) {
            callers.add(Thread.ofPlatform().name("caller").start(() -> requests.addAndGet(call(port, until))));
        }
        for (Thread caller : callers) {
            caller.join();
        }
        return (gatewayNanos() - before) / 1e3 / requests.get();
    }

    private static long gatewayNanos() {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long sum = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && isCounted(thread.getThreadName())) {
                sum += threads.getThreadCpuTime(thread.getThreadId());
            }
        }
        return sum;
    }

    private static boolean isCounted(String name) {
        return name.startsWith("gateway-") || name.contains("access-log") || name.startsWith("BatchSpanProcessor");
    }

    private static long call(int port, long until) {
        byte[] buffer = new byte[4096];
        long done = 0;
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            while (System.nanoTime() < until) {
                socket.getOutputStream().write(REQUEST);
                int held = 0;
                do {
                    int read = in.read(buffer, held, buffer.length - held);
                    if (read < 0) {
                        throw new IOException("closed");
                    }
                    held += read;
                } while (held < 6 || buffer[held - 1] != 'k' || buffer[held - 3] != '\n');
                done++;
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return done;
    }

    private static final class Dropping implements SpanExporter {

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
