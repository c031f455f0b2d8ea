package io.sallyport.resilience;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.exchange.ResponseSink;
import io.sallyport.policy.FaultPolicy;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The answer to a request that a fault aborts, worded as Envoy's. Who calls by gRPC gets status 200 and the error in
 * {@code grpc-status}: its clients read no other.
 */
final class InjectedAnswer {

    private static final String MESSAGE = "fault filter abort";
    private static final byte[] BODY = MESSAGE.getBytes(StandardCharsets.US_ASCII);
    private static final String GRPC = "application/grpc";

    private InjectedAnswer() {}

    static void send(HttpRequest request, FaultPolicy.Abort abort, ResponseSink response) {
        if (isGrpc(request.headers().get(HttpHeaderNames.CONTENT_TYPE))) {
            Integer named = abort.grpcStatus();
            HttpHeaders headers = new DefaultHttpHeaders()
                    .set(HttpHeaderNames.CONTENT_TYPE, GRPC)
                    .set("grpc-status", named != null ? named : grpcStatus(abort.status()))
                    .set("grpc-message", MESSAGE)
                    .set(HttpHeaderNames.CONTENT_LENGTH, 0);
            response.head(head(HttpResponseStatus.OK, headers));
        } else {
            HttpHeaders headers = new DefaultHttpHeaders()
                    .set(HttpHeaderNames.CONTENT_TYPE, "text/plain")
                    .set(HttpHeaderNames.CONTENT_LENGTH, BODY.length);
            response.head(head(HttpResponseStatus.valueOf(abort.status()), headers));
            response.body(Unpooled.wrappedBuffer(BODY));
        }
        response.end(EmptyHttpHeaders.INSTANCE);
    }

    private static HttpResponse head(HttpResponseStatus status, HttpHeaders headers) {
        return new DefaultHttpResponse(HttpVersion.HTTP_1_1, status, headers);
    }

    /** With a message format or without one; gRPC-Web is another protocol, whose clients read the HTTP status. */
    private static boolean isGrpc(@Nullable String contentType) {
        return contentType != null
                && contentType.startsWith(GRPC)
                && (contentType.length() == GRPC.length() || contentType.charAt(GRPC.length()) == '+');
    }

    /** gRPC's own table (grpc/doc/http-grpc-status-mapping.md), which Envoy uses too. */
    private static int grpcStatus(int status) {
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
