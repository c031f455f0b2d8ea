package io.sallyport.listener;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.http1.HopByHop;
import io.sallyport.http1.Via;

/**
 * Turns a client's request into the one that goes upstream, in place: it is the client's no longer. {@code
 * X-Forwarded-*} is neither added, which would tell the outside about the inside, nor taken out.
 */
final class OutgoingRequest {

    private OutgoingRequest() {}

    static void prepare(HttpRequest request, ClientRequestHead head, Via via) {
        HttpHeaders headers = request.headers();
        boolean http10 = HttpVersion.HTTP_1_0.equals(request.protocolVersion());
        String upgrade = Upgrade.wanted(request);
        HopByHop.strip(headers);
        if (upgrade != null) {
            Upgrade.ask(headers, upgrade);
        }
        if (!head.authority().equals(headers.get(HttpHeaderNames.HOST))) {
            headers.set(HttpHeaderNames.HOST, head.authority());
        }
        if (http10) {
            // RFC 9110 section 10.1.1: without meaning there, and we would owe the client a 100 it cannot read.
            headers.remove(HttpHeaderNames.EXPECT);
        }
        if (HttpMethod.OPTIONS.equals(request.method())) {
            MaxForwards.decrement(headers);
        }
        via.append(headers, request.protocolVersion());
        request.setUri(head.path());
        request.setProtocolVersion(HttpVersion.HTTP_1_1);
    }
}
