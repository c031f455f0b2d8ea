package io.sallyport.telemetry;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes one flat JSON object into a buffer that is used again: on the request path nothing is allocated but the line
 * itself. Pure ASCII, so that no reader can mistake its encoding, and no caller can forge a line with odd characters.
 */
final class JsonLine {

    private static final byte[] HEX = {'0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

    private byte[] buffer = new byte[1024];
    private int length;

    JsonLine begin() {
        length = 0;
        return put('{');
    }

    /** A text, or JSON's null. */
    JsonLine field(String name, @Nullable String value) {
        name(name);
        if (value == null) {
            return ascii("null");
        }
        put('"');
        for (int i = 0; i < value.length(); i++) {
            escaped(value.charAt(i));
        }
        return put('"');
    }

    JsonLine field(String name, long value) {
        name(name);
        if (value < 0 || value >= 1_000_000_000) {
            return ascii(Long.toString(value));
        }
        int digits = (int) value;
        int divisor = 1;
        while (digits / divisor >= 10) {
            divisor *= 10;
        }
        for (; divisor > 0; divisor /= 10) {
            put((char) ('0' + digits / divisor % 10));
        }
        return this;
    }

    /** Ends the object and the line. */
    byte[] end() {
        put('}').put('\n');
        return Arrays.copyOf(buffer, length);
    }

    private void name(String name) {
        if (length > 1) {
            put(',');
        }
        put('"').ascii(name).put('"').put(':');
    }

    private void escaped(char c) {
        if (c == '"' || c == '\\') {
            put('\\').put(c);
        } else if (c >= ' ' && c < 0x7f) {
            put(c);
        } else {
            ascii("\\u");
            for (int shift = 12; shift >= 0; shift -= 4) {
                put((char) HEX[c >> shift & 0xf]);
            }
        }
    }

    private JsonLine ascii(String text) {
        for (int i = 0; i < text.length(); i++) {
            put(text.charAt(i));
        }
        return this;
    }

    private JsonLine put(char c) {
        if (length == buffer.length) {
            buffer = Arrays.copyOf(buffer, length * 2);
        }
        buffer[length++] = (byte) c;
        return this;
    }
}
