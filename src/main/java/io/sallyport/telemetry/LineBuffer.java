package io.sallyport.telemetry;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.Arrays;

/**
 * A line of the access log while it is written: used again for the next, so that nothing is allocated on the request
 * path. Pure ASCII, so that no reader can mistake its encoding, and no caller can forge a line with odd characters.
 */
final class LineBuffer {

    private static final byte[] HEX = "0123456789abcdef".getBytes(US_ASCII);
    /** The longest that a character, or a whole number, may become. */
    private static final int ESCAPE = "\\u0000".length();

    private static final int NUMBER = Long.toString(Long.MIN_VALUE).length();
    private static final long MICRO = 1_000;
    private static final boolean[] PLAIN = plain();

    private byte[] buffer = new byte[1024];
    private int length;

    /** Forgets what was written. */
    LineBuffer begin() {
        length = 0;
        return this;
    }

    /** What is fixed, and known to be plain. */
    LineBuffer put(byte[] written) {
        reserve(written.length);
        System.arraycopy(written, 0, buffer, length, written.length);
        length += written.length;
        return this;
    }

    LineBuffer put(char plain) {
        reserve(1);
        buffer[length++] = (byte) plain;
        return this;
    }

    /** A text as JSON writes it within quotes; those are the caller's. */
    LineBuffer escaped(String value) {
        reserve(value.length() * ESCAPE);
        // In locals: fields are read and written anew for each character.
        byte[] target = buffer;
        int end = length;
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c < PLAIN.length && PLAIN[c]) {
                target[end++] = (byte) c;
            } else {
                end = escape(c, target, end);
            }
        }
        length = end;
        return this;
    }

    LineBuffer number(long value) {
        reserve(NUMBER);
        if (value < 0) {
            return put(Long.toString(value).getBytes(US_ASCII));
        }
        int start = length;
        long rest = value;
        do {
            rest /= 10;
            length++;
        } while (rest > 0);
        digits(start, value);
        return this;
    }

    /** Nanoseconds, 0 or more, as milliseconds with three digits of fraction: {@code 12.034}. */
    LineBuffer millis(long nanos) {
        long micros = nanos / MICRO;
        number(micros / 1000).reserve(4);
        buffer[length++] = '.';
        int start = length;
        length += 3;
        digits(start, micros % 1000);
        return this;
    }

    /** Writes the lowest digits of a number from a place to the end. */
    private void digits(int start, long value) {
        long rest = value;
        for (int i = length - 1; i >= start; i--) {
            buffer[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** Writes over the first byte. */
    LineBuffer beginsWith(char plain) {
        buffer[0] = (byte) plain;
        return this;
    }

    /** Where the line is, from the first byte on, until the next one begins. */
    byte[] bytes() {
        return buffer;
    }

    int length() {
        return length;
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
