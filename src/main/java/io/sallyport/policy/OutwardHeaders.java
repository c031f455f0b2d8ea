package io.sallyport.policy;

import java.util.Locale;
import java.util.Set;

/**
 * Which of the header fields that tell about the inside leave with a request (the annotation {@code
 * sallyport.io/outward-headers} of a ServiceEntry, the setting {@code outward-headers}).
 */
public enum OutwardHeaders {
    /** None: neither trace context nor what the house's own hops say to each other. */
    STRIP,
    /** The trace's context, so that the far side's spans are part of the trace; nothing else. */
    TRACE,
    /** All of them, as Istio does. */
    KEEP;

    /** Those of tracing systems, as Istio's documentation lists them. */
    private static final Set<String> TRACE_CONTEXT = Set.of(
            "traceparent",
            "tracestate",
            "b3",
            "x-b3-traceid",
            "x-b3-spanid",
            "x-b3-parentspanid",
            "x-b3-sampled",
            "x-b3-flags",
            "x-ot-span-context",
            "x-cloud-trace-context",
            "grpc-trace-bin",
            "sw8");

    private static final Set<String> INTERNAL = Set.of("baggage", "x-request-id", "forwarded");

    private static final String FORWARDED = "x-forwarded-";
    private static final String ENVOY = "x-envoy-";

    /** Whether the trace's context goes along. */
    public boolean carriesTrace() {
        return this != STRIP;
    }

    /** Whether a field stays inside. */
    public boolean withholds(CharSequence name) {
        if (this == KEEP || !mayBeInternal(name)) {
            return false;
        }
        String lower = name.toString().toLowerCase(Locale.ROOT);
        return TRACE_CONTEXT.contains(lower)
                ? this == STRIP
                : INTERNAL.contains(lower) || lower.startsWith(FORWARDED) || lower.startsWith(ENVOY);
    }

    /** Tells most fields by their first letter, at no cost. */
    private static boolean mayBeInternal(CharSequence name) {
        return !name.isEmpty()
                && switch (name.charAt(0) | 0x20) {
                    case 'x', 't', 'b', 'f', 'g', 's' -> true;
                    default -> false;
                };
    }
}
