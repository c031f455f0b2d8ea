package io.sallyport.http1;

import io.netty.buffer.ByteBuf;
import io.netty.util.concurrent.FastThreadLocal;
import java.nio.charset.StandardCharsets;

/**
 * One line of a head, copied into an array: reading an array is several times cheaper than reading a buffer byte by byte.
 *
 * <p>There is one for each thread, so it must be used up before anything is fired: the next decoder fills it anew.
 */
final class Line {

    private static final int FIRST_CAPACITY = 1024;

    private static final FastThreadLocal<Line> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected Line initialValue() {
            return new Line();
        }
    };

    private byte[] octets = new byte[FIRST_CAPACITY];
    private int length;

    static Line ofThread() {
        return OF_THREAD.get();
    }

    /** Takes the octets from the buffer's reader index on; does not move it. */
    void fill(ByteBuf from, int size) {
        if (size > octets.length) {
            octets = new byte[Math.max(size, octets.length * 2)];
        }
        from.getBytes(from.readerIndex(), octets, 0, size);
        length = size;
    }

    int length() {
        return length;
    }

    boolean isEmpty() {
        return length == 0;
    }

    byte at(int index) {
        return octets[index];
    }

    /** The array behind; only the first {@link #length} octets count. */
    byte[] octets() {
        return octets;
    }

    String text(int from, int to) {
        return new String(octets, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Where the token that begins at {@code from} ends; {@code from} itself when there is none. */
    int tokenEnd(int from) {
        int index = from;
        while (index < length && Octets.isToken(octets[index])) {
            index++;
        }
        return index;
    }

    /** Whether all octets between may stand in a field value: no CR, no NUL, no other control. */
    boolean isValue(int from, int to) {
        for (int index = from; index < to; index++) {
            if (!Octets.isValue(octets[index])) {
                return false;
            }
        }
        return true;
    }

    int skipBlanks(int from) {
        int index = from;
        while (index < length && Octets.isBlank(octets[index])) {
            index++;
        }
        return index;
    }

    boolean equals(int from, int to, String ascii) {
        return to - from == ascii.length() && startsWith(from, ascii);
    }

    /** Whether the text, which is lower case, stands between, in any case. */
    boolean equalsIgnoreCase(int from, int to, String lowerCase) {
        if (to - from != lowerCase.length()) {
            return false;
        }
        for (int index = 0; index < lowerCase.length(); index++) {
            byte octet = octets[from + index];
            int lower = octet >= 'A' && octet <= 'Z' ? octet + 32 : octet;
            if (lower != lowerCase.charAt(index)) {
                return false;
            }
        }
        return true;
    }

    boolean startsWith(int from, String ascii) {
        if (length - from < ascii.length()) {
            return false;
        }
        for (int index = 0; index < ascii.length(); index++) {
            if (octets[from + index] != ascii.charAt(index)) {
                return false;
            }
        }
        return true;
    }

    boolean isDigit(int index) {
        return index < length && octets[index] >= '0' && octets[index] <= '9';
    }
}
