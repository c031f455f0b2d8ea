package io.sallyport.listener;

import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Iterator;
import java.util.Map;

/**
 * How many bytes a head has, written as HTTP/1: what Istio's byte histograms count beside the body ({@code
 * request.total_size}), and what makes requests of HTTP/1 and HTTP/2 comparable.
 */
final class HeadSize {

    /** The version, two blanks, the end of the first line and the empty line. */
    private static final int REQUEST_LINE = "HTTP/1.1".length() + 6;

    /** The same with a status of three digits. */
    private static final int STATUS_LINE = REQUEST_LINE + 3;

    /** The colon, a blank and the end of the line. */
    private static final int FIELD_LINE = 4;

    private HeadSize() {}

    static int of(HttpRequest request) {
        return REQUEST_LINE
                + request.method().asciiName().length()
                + request.uri().length()
                + fields(request.headers());
    }

    static int of(HttpResponse response) {
        return of(response.status(), response.headers());
    }

    static int of(Answer answer) {
        return of(answer.status(), answer.headers());
    }

    private static int of(HttpResponseStatus status, HttpHeaders headers) {
        return STATUS_LINE + status.reasonPhrase().length() + fields(headers);
    }

    private static int fields(HttpHeaders headers) {
        int size = 0;
        for (Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
                fields.hasNext(); ) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            size += field.getKey().length() + field.getValue().length() + FIELD_LINE;
        }
        return size;
    }
}
