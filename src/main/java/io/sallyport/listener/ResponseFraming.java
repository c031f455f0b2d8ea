package io.sallyport.listener;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;

/** How the client sees where a response ends (RFC 9112 section 6.3). */
enum ResponseFraming {
    /** No body: to HEAD, and 1xx, 204, 304. */
    NONE,
    /** By Content-Length. */
    LENGTH,
    /** In chunks. */
    CHUNKED,
    /** By the end of the connection: all that HTTP/1.0 has for an unknown length. */
    UNTIL_CLOSE;

    /** Chooses, and sets the fields that say so. */
    static ResponseFraming settle(HttpResponse response, HttpMethod asked, boolean http10) {
        HttpHeaders headers = response.headers();
        ResponseFraming framing = choose(response, asked, http10);
        if (framing != CHUNKED) {
            headers.remove(HttpHeaderNames.TRANSFER_ENCODING);
        } else if (!headers.contains(HttpHeaderNames.TRANSFER_ENCODING)) {
            headers.set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        }
        return framing;
    }

    private static ResponseFraming choose(HttpResponse response, HttpMethod asked, boolean http10) {
        int code = response.status().code();
        if (code == 204 || response.status().codeClass() == HttpStatusClass.INFORMATIONAL) {
            // RFC 9110 section 8.6: these must not have one, whatever the upstream thought.
            response.headers().remove(HttpHeaderNames.CONTENT_LENGTH);
            return NONE;
        }
        if (code == 304 || HttpMethod.HEAD.equals(asked)) {
            return NONE;
        }
        if (response.headers().contains(HttpHeaderNames.CONTENT_LENGTH)) {
            return LENGTH;
        }
        return http10 ? UNTIL_CLOSE : CHUNKED;
    }
}
