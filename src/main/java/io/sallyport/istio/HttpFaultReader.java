package io.sallyport.istio;

import org.jspecify.annotations.Nullable;

/** Reads failures made on purpose. */
final class HttpFaultReader {
    private HttpFaultReader() {}

    static HttpFaultInjection read(Fields fields) {
        return new HttpFaultInjection(
                fields.where(),
                fields.object("delay", HttpFaultReader::delay),
                fields.object("abort", HttpFaultReader::abort));
    }

    private static HttpFaultInjection.Delay delay(Fields fields) {
        fields.atMostOneOf("fixedDelay", "exponentialDelay");
        return new HttpFaultInjection.Delay(
                fields.where(),
                delayKind(fields),
                fields.integer("percent"),
                fields.object("percentage", HttpRouteReader::percent));
    }

    private static HttpFaultInjection.@Nullable DelayKind delayKind(Fields fields) {
        var fixed = fields.duration("fixedDelay");
        var exponential = fields.duration("exponentialDelay");
        if (fixed != null) {
            return new HttpFaultInjection.FixedDelay(fields.where().field("fixedDelay"), fixed);
        }
        return exponential == null
                ? null
                : new HttpFaultInjection.ExponentialDelay(fields.where().field("exponentialDelay"), exponential);
    }

    private static HttpFaultInjection.Abort abort(Fields fields) {
        fields.atMostOneOf("httpStatus", "grpcStatus", "http2Error");
        return new HttpFaultInjection.Abort(
                fields.where(), abortKind(fields), fields.object("percentage", HttpRouteReader::percent));
    }

    private static HttpFaultInjection.@Nullable AbortKind abortKind(Fields fields) {
        var httpStatus = fields.integer("httpStatus");
        var grpcStatus = fields.text("grpcStatus");
        var http2Error = fields.text("http2Error");
        if (httpStatus != null) {
            return new HttpFaultInjection.HttpStatus(fields.where().field("httpStatus"), httpStatus);
        }
        if (grpcStatus != null) {
            return new HttpFaultInjection.GrpcStatus(fields.where().field("grpcStatus"), grpcStatus);
        }
        return http2Error == null
                ? null
                : new HttpFaultInjection.Http2Error(fields.where().field("http2Error"), http2Error);
    }
}
