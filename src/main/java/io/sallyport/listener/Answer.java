package io.sallyport.listener;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;

/**
 * A response of our own, whole, but for the fields about the connection.
 *
 * @param status with the reason of the status line
 * @param headers Content-Length included
 * @param body perhaps empty
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never printed
record Answer(HttpResponseStatus status, HttpHeaders headers, byte[] body) {

    /** Bytes of the body. */
    int length() {
        return body.length;
    }
}
