package io.sallyport.http1;

import static io.sallyport.http1.MalformedException.badRequest;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a head says about where its message ends and whether the connection lives on (RFC 9112 sections 6 and 9.3),
 * gathered while its fields are read, so that nothing is looked up again. Reused from message to message.
 */
final class Framing {

    private static final long NO_LENGTH = -1;

    private int hosts;
    private long length;
    private boolean lengthIsPlain;
    private @Nullable String codings;
    private boolean close;
    private boolean keepAlive;
    private List<String> nominated = List.of();

    void reset() {
        hosts = 0;
        length = NO_LENGTH;
        lengthIsPlain = true;
        codings = null;
        close = false;
        keepAlive = false;
        nominated = List.of();
    }

    /** Looks at one field; most are of no concern, which the length of the name tells. */
    void note(FieldLine field) {
        switch (field.nameLength()) {
            case 4 -> {
                if (field.isNamed(HttpHeaderNames.HOST)) {
                    hosts++;
                }
            }
            case 10 -> {
                if (field.isNamed(HttpHeaderNames.CONNECTION)) {
                    noteConnection(field.value());
                }
            }
            case 14 -> {
                if (field.isNamed(HttpHeaderNames.CONTENT_LENGTH)) {
                    noteLength(field.value());
                }
            }
            case 17 -> {
                if (field.isNamed(HttpHeaderNames.TRANSFER_ENCODING)) {
                    codings = codings == null ? field.value() : codings + "," + field.value();
                }
            }
            default -> {}
        }
    }

    private void noteConnection(String value) {
        for (String option : HopByHop.options(value)) {
            if (option.equalsIgnoreCase("close")) {
                close = true;
            } else if (option.equalsIgnoreCase("keep-alive")) {
                keepAlive = true;
            } else {
                if (nominated.isEmpty()) {
                    nominated = new ArrayList<>(2);
                }
                nominated.add(option);
            }
        }
    }

    private void noteLength(String value) {
        if (value.indexOf(',') < 0) {
            noteOneLength(value);
            return;
        }
        for (String one : value.split(",", -1)) {
            noteOneLength(one.strip());
        }
    }

    private void noteOneLength(String digits) {
        long parsed = parseLength(digits);
        if (length != NO_LENGTH) {
            lengthIsPlain = false;
            if (parsed != length) {
                throw badRequest("differing Content-Length values");
            }
        }
        if (digits.length() > 1 && digits.charAt(0) == '0') {
            lengthIsPlain = false;
        }
        length = parsed;
    }

    private static long parseLength(String digits) {
        long parsed = 0;
        for (int index = 0; index < digits.length(); index++) {
            int digit = digits.charAt(index) - '0';
            if (digit < 0 || digit > 9) {
                throw badRequest("Content-Length not a number");
            }
            if (parsed > (Long.MAX_VALUE - digit) / 10) {
                throw badRequest("Content-Length too large");
            }
            parsed = parsed * 10 + digit;
        }
        if (digits.isEmpty()) {
            throw badRequest("Content-Length not a number");
        }
        return parsed;
    }

    /**
     * Holds the fields against each other. Identical lengths become one field with one number.
     *
     * @throws MalformedException where they contradict each other, or name a coding other than chunked
     */
    void settle(HttpHeaders headers, boolean http10) {
        if (codings != null) {
            if (length != NO_LENGTH) {
                throw badRequest("both Content-Length and Transfer-Encoding");
            }
            if (http10) {
                throw badRequest("Transfer-Encoding in HTTP/1.0");
            }
            requireChunkedAlone(codings);
        }
        if (!lengthIsPlain) {
            headers.set(HttpHeaderNames.CONTENT_LENGTH, Long.toString(length));
        }
    }

    private static void requireChunkedAlone(String codings) {
        if (codings.equalsIgnoreCase("chunked")) {
            return;
        }
        int chunked = 0;
        boolean last = false;
        for (String coding : codings.split(",", -1)) {
            last = coding.strip().equalsIgnoreCase("chunked");
            chunked += last ? 1 : 0;
            if (coding.isBlank()) {
                throw badRequest("Transfer-Encoding with an empty member");
            }
        }
        if (!last) {
            throw badRequest("Transfer-Encoding does not end in chunked");
        }
        if (chunked > 1) {
            throw badRequest("Transfer-Encoding names chunked twice");
        }
        throw new MalformedException(501, "transfer coding other than chunked");
    }

    int hosts() {
        return hosts;
    }

    boolean isChunked() {
        return codings != null;
    }

    /** The length given, or -1. */
    long length() {
        return length;
    }

    /** Whether the peer means to keep the connection (RFC 9112 section 9.3). */
    boolean isKeptAlive(boolean http10) {
        return !close && (!http10 || keepAlive);
    }

    /** The fields that Connection names, which in a trailer section go no further either. */
    List<String> nominated() {
        return nominated;
    }
}
