package io.sallyport.telemetry;

import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
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
 */
public record Tracing(ExchangeObserver observer, OpenTelemetrySdk sdk) implements AutoCloseable {

    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String TRACES_ENDPOINT = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";

    /**
     * Sets up tracing if {@code OTEL_EXPORTER_OTLP_ENDPOINT} or {@code OTEL_EXPORTER_OTLP_TRACES_ENDPOINT} says where
     * spans go. Without one nothing is made, so that no thread waits and no request pays for spans nobody sees.
     */
    public static Optional<Tracing> fromEnvironment() {
        return from(System.getenv());
    }

    static Optional<Tracing> from(Map<String, String> environment) {
        if (isUnset(environment, ENDPOINT) && isUnset(environment, TRACES_ENDPOINT)) {
            return Optional.empty();
        }
        Map<String, String> overrides = overrides(environment);
        OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                .addPropertiesSupplier(Tracing::defaults)
                .addPropertiesCustomizer(_ -> overrides)
                // The application closes it, after the last exchange has ended.
                .disableShutdownHook()
                .build()
                .getOpenTelemetrySdk();
        return Optional.of(new Tracing(new TracingObserver(sdk), sdk));
    }

    /** Sends what has not been sent yet, for at most 10 seconds, and stops. */
    @Override
    public void close() {
        sdk.close();
    }

    private static boolean isUnset(Map<String, String> environment, String name) {
        return environment.getOrDefault(name, "").isBlank();
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
