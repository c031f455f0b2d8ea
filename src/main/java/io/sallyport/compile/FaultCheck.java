package io.sallyport.compile;

import io.sallyport.istio.HttpFaultInjection;
import io.sallyport.istio.HttpFaultInjection.Abort;
import io.sallyport.istio.HttpFaultInjection.Delay;
import io.sallyport.istio.Percent;
import io.sallyport.istio.Where;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What Istio's admission refuses in injected failures. */
final class FaultCheck {

    private static final double LEAST_SHARE = 0.0001;

    private static final Set<String> GRPC_STATUSES = Set.of(
            "OK",
            "CANCELLED",
            "UNKNOWN",
            "INVALID_ARGUMENT",
            "DEADLINE_EXCEEDED",
            "NOT_FOUND",
            "ALREADY_EXISTS",
            "PERMISSION_DENIED",
            "RESOURCE_EXHAUSTED",
            "FAILED_PRECONDITION",
            "ABORTED",
            "OUT_OF_RANGE",
            "UNIMPLEMENTED",
            "INTERNAL",
            "UNAVAILABLE",
            "DATA_LOSS",
            "UNAUTHENTICATED");

    private final ResourceProblems problems;
    private final FieldChecks checks;

    FaultCheck(ResourceProblems problems) {
        this.problems = problems;
        this.checks = new FieldChecks(problems);
    }

    void run(@Nullable HttpFaultInjection fault) {
        if (fault == null) {
            return;
        }
        if (fault.abort() == null && fault.delay() == null) {
            problems.error(fault.where(), "empty", null, "the fault says nothing", "abort or delay");
        }
        if (fault.abort() != null) {
            abort(fault.abort());
        }
        if (fault.delay() != null) {
            delay(fault.delay());
        }
    }

    private void abort(Abort abort) {
        percentage(abort.where(), abort.percentage());
        switch (abort.error()) {
            case null -> problems.warning(abort.where(), "no-effect", null, "names no error to abort with");
            case HttpFaultInjection.HttpStatus http -> {
                if (http.status() < 200 || http.status() > 599) {
                    problems.error(
                            http.where(),
                            "bad-status",
                            http.status(),
                            http.status() + " is not an HTTP status",
                            "200 to 599");
                }
            }
            case HttpFaultInjection.GrpcStatus grpc -> {
                if (!GRPC_STATUSES.contains(grpc.status())) {
                    problems.error(
                            grpc.where(),
                            "bad-status",
                            grpc.status(),
                            "\"" + ResourceProblems.quoted(grpc.status()) + "\" is not a gRPC status",
                            "a name such as NOT_FOUND");
                }
            }
            case HttpFaultInjection.Http2Error error ->
                problems.error(
                        error.where(),
                        "not-supported",
                        error.error(),
                        "http2Error is not supported by Istio",
                        "httpStatus or grpcStatus");
        }
    }

    private void delay(Delay delay) {
        percentage(delay.where(), delay.percentage());
        if (delay.delay() != null) {
            checks.duration(delay.delay().where(), delay.delay().duration());
        }
        if (delay.delay() instanceof HttpFaultInjection.ExponentialDelay exponential) {
            problems.error(
                    exponential.where(),
                    "not-supported",
                    null,
                    "exponentialDelay is not supported by Istio",
                    "fixedDelay");
        }
    }

    private void percentage(Where parent, @Nullable Percent percent) {
        Double share = percent == null ? null : percent.value();
        if (share != null && (share < 0 || share > 100 || (share > 0 && share < LEAST_SHARE))) {
            problems.error(
                    parent.field("percentage").field("value"),
                    "out-of-range",
                    share,
                    share + " is not a percentage",
                    "0, or 0.0001 to 100");
        }
    }
}
