package io.sallyport.listener;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;

/** How many proxies an OPTIONS may still pass (RFC 9110 section 7.6.2). Never added; left alone where it is no number. */
final class MaxForwards {

    private static final int LONGEST = 9;

    private MaxForwards() {}

    /** Whether the request may not go further. */
    static boolean isUsedUp(HttpHeaders headers) {
        return value(headers) == 0;
    }

    static void decrement(HttpHeaders headers) {
        int left = value(headers);
        if (left > 0) {
            headers.set(HttpHeaderNames.MAX_FORWARDS, Integer.toString(left - 1));
        }
    }

    private static int value(HttpHeaders headers) {
        String text = headers.get(HttpHeaderNames.MAX_FORWARDS);
        if (text == null || text.isEmpty() || text.length() > LONGEST) {
            return -1;
        }
        return text.chars().allMatch(c -> c >= '0' && c <= '9') ? Integer.parseInt(text) : -1;
    }
}
