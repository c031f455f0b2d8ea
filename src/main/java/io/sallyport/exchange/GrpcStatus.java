package io.sallyport.exchange;

import org.jspecify.annotations.Nullable;

/** What gRPC calls the end of a call (grpc.github.io: Status codes and their use), and the field that carries it. */
public final class GrpcStatus {

    /** The field, among the trailers, or in the head of a response that is nothing else. */
    public static final String FIELD = "grpc-status";

    /** The field for people. */
    public static final String MESSAGE_FIELD = "grpc-message";

    private static final String CONTENT_TYPE = "application/grpc";
    private static final int DEADLINE_EXCEEDED = 4;

    private GrpcStatus() {}

    /** Whether a request of this Content-Type is a call; gRPC-Web is another protocol, whose clients read HTTP's status. */
    public static boolean isGrpc(@Nullable String contentType) {
        return contentType != null
                && contentType.startsWith(CONTENT_TYPE)
                && (contentType.length() == CONTENT_TYPE.length() || contentType.charAt(CONTENT_TYPE.length()) == '+');
    }

    /** What a failure is called that would be answered with the status: 4 where time was up, else as the next. */
    public static int of(Outcome outcome, int httpStatus) {
        return outcome == Outcome.REQUEST_TIMEOUT || outcome == Outcome.TRY_TIMEOUT
                ? DEADLINE_EXCEEDED
                : ofHttp(httpStatus);
    }

    /**
     * What stands for an HTTP status where a response has no status of a call, by gRPC's own table, which Envoy uses
     * too. 200 is no success by itself.
     */
    public static int ofHttp(int status) {
        return switch (status) {
            case 400 -> 13; // INTERNAL
            case 401 -> 16; // UNAUTHENTICATED
            case 403 -> 7; // PERMISSION_DENIED
            case 404 -> 12; // UNIMPLEMENTED
            case 429, 502, 503, 504 -> 14; // UNAVAILABLE
            default -> 2; // UNKNOWN
        };
    }
}
