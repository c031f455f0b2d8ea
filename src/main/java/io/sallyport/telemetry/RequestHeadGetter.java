package io.sallyport.telemetry;

import io.opentelemetry.context.propagation.TextMapGetter;
import io.sallyport.policy.RequestHead;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Lets a propagator read a request. Two {@code traceparent}s are none; {@code tracestate} is a list (W3C 3.2, 3.3). */
enum RequestHeadGetter implements TextMapGetter<RequestHead> {
    INSTANCE;

    @Override
    public Iterable<String> keys(RequestHead head) {
        // Only propagators that look for prefixes ask; none of them is in use here.
        return List.of();
    }

    @Override
    public @Nullable String get(@Nullable RequestHead head, String name) {
        if (head == null) {
            return null;
        }
        List<String> values = head.headers(name);
        if (values.isEmpty()) {
            return null;
        }
        if (values.size() == 1) {
            return values.getFirst();
        }
        return name.equals("traceparent") ? null : String.join(",", values);
    }
}
