package io.sallyport.listener;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.sallyport.exchange.GrpcStatus;
import io.sallyport.exchange.Outcome;
import io.sallyport.policy.RequestHead;
import java.nio.charset.StandardCharsets;

/**
 * Words what went wrong for who calls by gRPC, whose clients read no HTTP status: 200, no body, and the error in the
 * head's {@code grpc-status} and {@code grpc-message} (gRPC over HTTP2: Trailers-Only).
 */
final class GrpcAnswer {

    private static final byte[] NOTHING = new byte[0];

    private GrpcAnswer() {}

    static boolean isFor(RequestHead head) {
        return head.form() == RequestHead.Form.HTTP && GrpcStatus.isGrpc(head.header("content-type"));
    }

    /**
     * The answer.
     *
     * @param headers what every answer of our own has; becomes the answer's
     * @param status the HTTP status that others would get
     */
    static Answer of(HttpHeaders headers, Outcome outcome, int status, String message) {
        headers.set(HttpHeaderNames.CONTENT_TYPE, "application/grpc")
                .set(HttpHeaderNames.CONTENT_LENGTH, "0")
                .set(GrpcStatus.FIELD, Integer.toString(GrpcStatus.of(outcome, status)))
                .set(GrpcStatus.MESSAGE_FIELD, encoded(message));
        return new Answer(HttpResponseStatus.OK, headers, NOTHING);
    }

    private static String encoded(String message) {
        StringBuilder encoded = new StringBuilder(message.length());
        for (byte octet : message.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= 0x20 && octet < 0x7F && octet != '%') {
                encoded.append((char) octet);
            } else {
                encoded.append('%').append(String.format("%02X", octet & 0xFF));
            }
        }
        return encoded.toString();
    }
}
