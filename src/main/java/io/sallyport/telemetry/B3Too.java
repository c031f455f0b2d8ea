package io.sallyport.telemetry;

import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.context.propagation.TextMapPropagator;
import io.opentelemetry.context.propagation.TextMapSetter;
import io.opentelemetry.extension.trace.propagation.B3Propagator;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * What holds unless {@code OTEL_PROPAGATORS} says otherwise: a caller's trace is read from W3C's fields, else from
 * Zipkin's B3, as one field or as several, since that is what Istio's older sidecars send; W3C's alone are written.
 *
 * @param first reads first, and writes
 */
record B3Too(TextMapPropagator first) implements TextMapPropagator {

    /** Reads both forms, the single field first. */
    private static final TextMapPropagator B3 = B3Propagator.injectingSingleHeader();

    @Override
    public Collection<String> fields() {
        return first.fields();
    }

    @Override
    public <C> void inject(Context context, @Nullable C carrier, TextMapSetter<C> setter) {
        first.inject(context, carrier, setter);
    }

    @Override
    public <C> Context extract(Context context, @Nullable C carrier, TextMapGetter<C> getter) {
        Context extracted = first.extract(context, carrier, getter);
        return Span.fromContext(extracted).getSpanContext().isValid()
                ? extracted
                : B3.extract(extracted, carrier, getter);
    }
}
