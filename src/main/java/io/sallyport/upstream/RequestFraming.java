package io.sallyport.upstream;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;

/** How a request's body goes on the wire, as its head says. */
enum RequestFraming {
    /** There is none. */
    NONE,
    /** As it is, as long as Content-Length says. */
    LENGTH,
    /** In chunks, trailers behind. */
    CHUNKED;

    static RequestFraming of(HttpRequest request) {
        if (request.headers().contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            return CHUNKED;
        }
        String length = request.headers().get(HttpHeaderNames.CONTENT_LENGTH);
        return length == null || length.equals("0") ? NONE : LENGTH;
    }
}
