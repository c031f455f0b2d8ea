package io.sallyport.compile;

import io.sallyport.istio.HttpFaultInjection;
import io.sallyport.istio.Percent;
import io.sallyport.policy.FaultPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns {@code fault} into failures made on purpose; without a percentage none is ever made, as in Istio. */
final class FaultCompiler {

    /** By number, the status that a caller sees who does not speak gRPC (Envoy's mapping). */
    private record GrpcStatus(String name, int status) {}

    private static final List<GrpcStatus> GRPC = List.of(
            new GrpcStatus("OK", 200),
            new GrpcStatus("CANCELLED", 499),
            new GrpcStatus("UNKNOWN", 500),
            new GrpcStatus("INVALID_ARGUMENT", 400),
            new GrpcStatus("DEADLINE_EXCEEDED", 504),
            new GrpcStatus("NOT_FOUND", 404),
            new GrpcStatus("ALREADY_EXISTS", 409),
            new GrpcStatus("PERMISSION_DENIED", 403),
            new GrpcStatus("RESOURCE_EXHAUSTED", 429),
            new GrpcStatus("FAILED_PRECONDITION", 400),
            new GrpcStatus("ABORTED", 409),
            new GrpcStatus("OUT_OF_RANGE", 400),
            new GrpcStatus("UNIMPLEMENTED", 501),
            new GrpcStatus("INTERNAL", 500),
            new GrpcStatus("UNAVAILABLE", 503),
            new GrpcStatus("DATA_LOSS", 500),
            new GrpcStatus("UNAUTHENTICATED", 401));

    private FaultCompiler() {}

    static @Nullable FaultPolicy compile(@Nullable HttpFaultInjection fault) {
        if (fault == null) {
            return null;
        }
        FaultPolicy.Delay delay = delay(fault.delay());
        FaultPolicy.Abort abort = abort(fault.abort());
        return delay == null && abort == null ? null : new FaultPolicy(delay, abort);
    }

    private static FaultPolicy.@Nullable Delay delay(HttpFaultInjection.@Nullable Delay written) {
        if (written == null || !(written.delay() instanceof HttpFaultInjection.FixedDelay fixed)) {
            return null;
        }
        // The old field counts where the new one is absent.
        double share = written.percentage() == null && written.percent() != null
                ? written.percent()
                : share(written.percentage());
        return share > 0 ? new FaultPolicy.Delay(fixed.duration(), share) : null;
    }

    private static FaultPolicy.@Nullable Abort abort(HttpFaultInjection.@Nullable Abort written) {
        double share = written == null ? 0 : share(written.percentage());
        if (written == null || share <= 0) {
            return null;
        }
        return switch (written.error()) {
            case null -> null;
            case HttpFaultInjection.HttpStatus http -> new FaultPolicy.Abort(http.status(), null, share);
            case HttpFaultInjection.GrpcStatus grpc -> grpc(grpc.status(), share);
            case HttpFaultInjection.Http2Error ignored -> null;
        };
    }

    private static FaultPolicy.@Nullable Abort grpc(String name, double share) {
        for (int number = 0; number < GRPC.size(); number++) {
            if (GRPC.get(number).name().equals(name)) {
                return new FaultPolicy.Abort(GRPC.get(number).status(), number, share);
            }
        }
        return null;
    }

    private static double share(@Nullable Percent percent) {
        return percent == null || percent.value() == null ? 0 : percent.value();
    }
}
