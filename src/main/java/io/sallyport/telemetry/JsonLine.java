package io.sallyport.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Writes one flat JSON object into a buffer that is used again: nothing is allocated on the request path. Pure ASCII,
 * so that no reader can mistake its encoding, and no caller can forge a line with odd characters.
 */
final class JsonLine {

    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    private static final byte[] NULL = "null".getBytes(US_ASCII);
    /** The longest that a character, or a whole number, may become. */
    private static final int ESCAPE = "\\u0000".length();

    private static final int NUMBER = Long.toString(Long.MIN_VALUE).length();
    private static final boolean[] PLAIN = plain();

    private byte[] buffer = new byte[1024];
    private int length;

    /** A field's name as it is written, made once. */
    static final class Name {

        private final byte[] written;

        private Name(byte[] written) {
            this.written = written;
        }

        static Name of(String name) {
            return new Name((",\"" + name + "\":").getBytes(US_ASCII));
        }
    }

    JsonLine begin() {
        length = 0;
        return this;
    }

    /** A text, or JSON's null. */
    JsonLine field(Name name, @Nullable String value) {
        if (value == null) {
            return put(name.written).put(NULL);
        }
        put(name.written).reserve(value.length() * ESCAPE + 2);
        // In locals: fields are read and written anew for each character.
        byte[] target = buffer;
        int end = length;
        target[end++] = '"';
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < PLAIN.length && PLAIN[c]) {
                target[end++] = (byte) c;
            } else {
                end = escape(c, target, end);
            }
        }
        target[end++] = '"';
        length = end;
        return this;
    }

    JsonLine field(Name name, long value) {
        put(name.written).reserve(NUMBER);
        if (value < 0) {
            return put(Long.toString(value).getBytes(US_ASCII));
        }
        int start = length;
        long rest = value;
        do {
            rest /= 10;
            length++;
        } while (rest > 0);
        rest = value;
        for (int i = length - 1; i >= start; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return this;
    }

    /** Ends the object and the line. */
    JsonLine end() {
        reserve(2);
        // In the place of the comma before the first name.
        buffer[0] = '{';
        buffer[length++] = '}';
        buffer[length++] = '\n';
        return this;
    }

    /** Where the line is, from the first byte on, until the next one begins. */
    byte[] bytes() {
        return buffer;
    }

    int length() {
        return length;
    }

    private JsonLine put(byte[] written) {
        reserve(written.length);
        System.arraycopy(written, 0, buffer, length, written.length);
        length += written.length;
        return this;
    }

    private void reserve(int more) {
        if (buffer.length - length < more) {
            buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
        }
    }

    private static int escape(char c, byte[] target, int start) {
        int end = start;
        target[end++] = '\\';
        if (c == '"' || c == '\\') {
            target[end++] = (byte) c;
            return end;
        }
        target[end++] = 'u';
        for (int shift = 12; shift >= 0; shift -= 4) {
            target[end++] = HEX[c >> shift & 0xf];
        }
        return end;
    }

    private static boolean[] plain() {
        boolean[] plain = new boolean[0x7f];
        Arrays.fill(plain, ' ', plain.length, true);
        plain['"'] = false;
        plain['\\'] = false;
        return plain;
    }
}
