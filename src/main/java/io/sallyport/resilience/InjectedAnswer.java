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
import io.sallyport.exchange.Exchange;
import io.sallyport.exchange.GrpcStatus;
import io.sallyport.exchange.ResponseSink;
import io.sallyport.policy.FaultPolicy;
import java.nio.charset.StandardCharsets;

/**
 * The answer to a request that a fault aborts, worded as Envoy's. Who calls by gRPC gets status 200 and the error in
 * {@code grpc-status}: its clients read no other.
 */
final class InjectedAnswer {

    private static final String MESSAGE = "fault filter abort";
    private static final byte[] BODY = MESSAGE.getBytes(StandardCharsets.US_ASCII);
    private static final String GRPC = "application/grpc";

    private InjectedAnswer() {}

    static void send(Exchange exchange, HttpRequest request, FaultPolicy.Abort abort, ResponseSink response) {
        if (GrpcStatus.isGrpc(request.headers().get(HttpHeaderNames.CONTENT_TYPE))) {
            Integer named = abort.grpcStatus();
            int status = named != null ? named : GrpcStatus.ofHttp(abort.status());
            exchange.grpcStatus = Integer.toString(status);
            HttpHeaders headers = new DefaultHttpHeaders()
                    .set(HttpHeaderNames.CONTENT_TYPE, GRPC)
                    .set(GrpcStatus.FIELD, status)
                    .set(GrpcStatus.MESSAGE_FIELD, MESSAGE)
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
}
