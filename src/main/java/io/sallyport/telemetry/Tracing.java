package io.sallyport.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigProperties;
import io.sallyport.exchange.ExchangeObserver;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Tracing as the standard {@code OTEL_*} variables set it up.
 *
 * @param observer makes the spans
 * @param sdk what sends them
 * @param outlet what they pass on their way
 */
public record Tracing(ExchangeObserver observer, OpenTelemetrySdk sdk, SpanOutlet outlet) implements AutoCloseable {

    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private static final String PROPAGATORS = "OTEL_PROPAGATORS";

    private static final String QUEUE_SIZE = "otel.bsp.max.queue.size";
    private static final int DEFAULT_QUEUE_SIZE = 2048;

    /**
     * Sets up tracing if {@code OTEL_EXPORTER_OTLP_ENDPOINT} or {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT} says where
     * spans go. Without one nothing is made, so that no thread waits and no request pays for spans nobody sees.
     *
     * @param node who we are in Kiali's eyes
     * @param metrics where {@code sallyport_spans_dropped_total} counts the spans that did not arrive
     */
    public static Optional<Tracing> fromEnvironment(ProxyNode node, MeterRegistry metrics) {
        return from(System.getenv(), node, metrics);
    }

    static Optional<Tracing> from(Map<String, String> environment, ProxyNode node, MeterRegistry metrics) {
        if (isUnset(environment, ENDPOINT) && isUnset(environment, TRACES_ENDPOINT)) {
            return Optional.empty();
        }
        Map<String, String> overrides = overrides(environment);
        Counter dropped = Counter.builder("sallyport.spans.dropped")
                .description("Spans that ended and did not reach the collector.")
                .register(metrics);
        SpanOutlet outlet = new SpanOutlet(dropped, DropLog.instead());
        boolean asUsual = isUnset(environment, PROPAGATORS);
        OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(Tracing::defaults)
                .addPropertiesCustomizer(_ -> overrides)
                .addPropagatorCustomizer((propagator, _) -> asUsual ? new B3Too(propagator) : propagator)
                .addSpanProcessorCustomizer((queue, settings) -> outlet.before(queue, capacity(settings)))
                .addSpanExporterCustomizer((exporter, _) -> outlet.behind(exporter))
                // The application closes it, after the last exchange has ended.
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
        return Optional.of(new Tracing(new TracingObserver(sdk, node), sdk, outlet));
    }

    /** Sends what has not been sent yet, for at most 10 seconds, and stops. */
    @Override
    public void close() {
        sdk.close();
    }

    private static boolean isUnset(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").isBlank();
    }

    private static int capacity(ConfigProperties settings) {
        return settings.getInt(QUEUE_SIZE, DEFAULT_QUEUE_SIZE);
    }

    private static Map<String, String> defaults() {
        return Map.of(
                "otel.service.name", "sallyport",
                // Baggage passes as any other field does; it is not ours to read.
                "otel.propagators", "tracecontext");
    }

    private static Map<String, String> overrides(Map<String, String> environment) {
        Map<String, String> settings = new HashMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("OTEL_") && !value.isBlank()) {
                settings.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        // Metrics are scraped and logs have their own file: only spans go this way.
        settings.put("otel.metrics.exporter", "none");
        settings.put("otel.logs.exporter", "none");
        return settings;
    }
}
