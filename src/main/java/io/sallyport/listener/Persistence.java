package io.sallyport.listener;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.sallyport.exchange.Outcome;

/** What lets a client's connection live on after a response (RFC 9112 section 9.3). */
final class Persistence {

    private Persistence() {}

    /** Whether the request lets it: never with HTTP/1.0, to which a proxy keeps no connection whatever it asks for. */
    static boolean isWanted(HttpRequest request) {
        return HttpVersion.HTTP_1_1.equals(request.protocolVersion()) && HttpUtil.isKeepAlive(request);
    }

    /** Whether what may still come of a body that nobody wants is worth reading. */
    static boolean isWorthReading(HttpRequest request, long most) {
        // A client that waits for 100 may send its body now, or not: only a new connection makes that clear.
        return !request.headers().contains(HttpHeaderNames.EXPECT) && HttpUtil.getContentLength(request, 0L) <= most;
    }

    /** Whether it can be gone on with after such an end. */
    static boolean survives(Outcome outcome) {
        return outcome != Outcome.CLIENT_MALFORMED
                && outcome != Outcome.CLIENT_TIMEOUT
                && outcome != Outcome.DRAINING
                && outcome != Outcome.OVERLOADED
                && outcome != Outcome.INTERNAL;
    }
}
