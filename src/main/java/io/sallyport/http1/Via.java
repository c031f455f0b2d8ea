package io.sallyport.http1;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;

/**
 * Writes and reads the {@code Via} field (RFC 9110 section 7.6.3) under one pseudonym.
 *
 * <p>A sidecar and a gateway that follow one another need different pseudonyms: the second would take its sibling's entry
 * for its own, and the request for a loop.
 */
public final class Via {

    private final String pseudonym;
    private final String http11;
    private final String http10;
    private final String http2;

    /**
     * @param pseudonym what this proxy calls itself: a token, never the host's name
     * @throws IllegalArgumentException when it is not a token
     */
    public Via(String pseudonym) {
        if (!pseudonym.matches("[A-Za-z0-9!#$%&'*+.^_`|~-]+")) {
            throw new IllegalArgumentException("pseudonym: " + pseudonym + " (expected: a token)");
        }
        this.pseudonym = pseudonym;
        this.http11 = "1.1 " + pseudonym;
        this.http2 = "2 " + pseudonym;
        this.http10 = "1.0 " + pseudonym;
    }

    /** Adds this proxy after those that the message passed before, with the version it was received in. */
    public void append(HttpHeaders headers, HttpVersion received) {
        headers.add(HttpHeaderNames.VIA, text(received));
    }

    private String text(HttpVersion received) {
        if (received.majorVersion() == 2) {
            return http2;
        }
        return received.minorVersion() == 0 ? http10 : http11;
    }

    /** Whether the message has passed here before. */
    public boolean isLoop(HttpHeaders headers) {
        if (!headers.contains(HttpHeaderNames.VIA)) {
            return false;
        }
        List<String> values = headers.getAll(HttpHeaderNames.VIA);
        for (String value : values) {
            if (names(value)) {
                return true;
            }
        }
        return false;
    }

    /** Reads {@code protocol blanks received-by [comment]}, comma separated; comments may hold commas and nest. */
    private boolean names(String value) {
        int depth = 0;
        int word = 0;
        int start = -1;
        for (int index = 0; index <= value.length(); index++) {
            char letter = index == value.length() ? ',' : value.charAt(index);
            boolean ends = letter == ',' || letter == ' ' || letter == '\t' || letter == '(';
            if (depth == 0 && start < 0 && !ends && letter != ')') {
                start = index;
                word++;
            } else if (depth == 0 && start >= 0 && ends) {
                if (word == 2 && isPseudonym(value, start, index)) {
                    return true;
                }
                start = -1;
            }
            if (letter == '(') {
                depth++;
            } else if (letter == ')') {
                depth = Math.max(0, depth - 1);
            } else if (letter == ',' && depth == 0) {
                word = 0;
            }
        }
        return false;
    }

    private boolean isPseudonym(String value, int from, int to) {
        return to - from == pseudonym.length() && value.regionMatches(true, from, pseudonym, 0, pseudonym.length());
    }
}
