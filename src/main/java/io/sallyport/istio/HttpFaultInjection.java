package io.sallyport.istio;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Failures made on purpose (Istio {@code HTTPFaultInjection}). */
public record HttpFaultInjection(
        Where where, @Nullable Delay delay, @Nullable Abort abort) {
    /**
     * A pause before forwarding.
     *
     * @param percent deprecated share of requests, any 32-bit integer as written
     */
    public record Delay(
            Where where,
            @Nullable DelayKind delay,
            @Nullable Integer percent,
            @Nullable Percent percentage) {}

    /** One of {@code fixedDelay} and {@code exponentialDelay}. */
    public sealed interface DelayKind {
        /** Position of the field that was written. */
        Where where();

        /** The delay as written. */
        Duration duration();
    }

    /** {@code fixedDelay}. */
    public record FixedDelay(Where where, Duration duration) implements DelayKind {}

    /** {@code exponentialDelay}. */
    public record ExponentialDelay(Where where, Duration duration) implements DelayKind {}

    /** An error instead of an answer. */
    public record Abort(
            Where where,
            @Nullable AbortKind error,
            @Nullable Percent percentage) {}

    /** One of {@code httpStatus}, {@code grpcStatus} and {@code http2Error}. */
    public sealed interface AbortKind {
        /** Position of the field that was written. */
        Where where();
    }

    /** {@code httpStatus}: any 32-bit integer as written. */
    public record HttpStatus(Where where, int status) implements AbortKind {}

    /** {@code grpcStatus}: name or number as written. */
    public record GrpcStatus(Where where, String status) implements AbortKind {}

    /** {@code http2Error}: name as written. */
    public record Http2Error(Where where, String error) implements AbortKind {}
}
