package io.sallyport.http1;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;

/**
 * A head on its way out, put together in an array and then copied into the buffer at once: strings copy into arrays
 * without looking at each character, into buffers they do not. One for each thread.
 */
final class HeadBytes {

    private static final int FIRST_CAPACITY = 4096;

    private static final FastThreadLocal<HeadBytes> OF_THREAD = new FastThreadLocal<>() {
        @Override
        protected HeadBytes initialValue() {
            return new HeadBytes();
        }
    };

    private byte[] octets = new byte[FIRST_CAPACITY];
    private int length;

    /** The thread's own, emptied. */
    static HeadBytes ofThread() {
        HeadBytes bytes = OF_THREAD.get();
        bytes.length = 0;
        return bytes;
    }

    void octet(char octet) {
        reserve(1);
        octets[length++] = (byte) octet;
    }

    void octets(byte[] more) {
        reserve(more.length);
        System.arraycopy(more, 0, octets, length, more.length);
        length += more.length;
    }

    void lineEnd() {
        reserve(2);
        octets[length++] = '\r';
        octets[length++] = '\n';
    }

    void fields(HttpHeaders headers) {
        Iterator<Map.Entry<CharSequence, CharSequence>> fields = headers.iteratorCharSequence();
        while (fields.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = fields.next();
            token(field.getKey());
            octet(':');
            octet(' ');
            value(field.getValue());
            lineEnd();
        }
    }

    void token(CharSequence token) {
        int from = text(token);
        for (int index = from; index < length; index++) {
            if (!Octets.isToken(octets[index])) {
                throw new IllegalArgumentException("name or method holds other than a token's characters");
            }
        }
        if (from == length) {
            throw new IllegalArgumentException("name or method is empty");
        }
    }

    void target(String target) {
        int from = text(target);
        for (int index = from; index < length; index++) {
            if (octets[index] <= ' ' || octets[index] == 0x7F) {
                throw new IllegalArgumentException("target holds other than visible ASCII");
            }
        }
        if (from == length) {
            throw new IllegalArgumentException("target is empty");
        }
    }

    void value(CharSequence value) {
        for (int index = text(value); index < length; index++) {
            byte octet = octets[index];
            if (octet == '\r' || octet == '\n' || octet == 0) {
                throw new IllegalArgumentException("value or reason holds a line break or NUL");
            }
        }
    }

    void writeTo(ByteBuf out) {
        out.writeBytes(octets, 0, length);
    }

    /** Appends the text; returns where it begins. */
    @SuppressWarnings("deprecation") // takes the low byte of each character, which for ISO-8859-1 is all there is
    private int text(CharSequence text) {
        int from = length;
        int size = text.length();
        reserve(size);
        if (text instanceof AsciiString ascii) {
            System.arraycopy(ascii.array(), ascii.arrayOffset(), octets, from, size);
        } else {
            text.toString().getBytes(0, size, octets, from);
        }
        length = from + size;
        return from;
    }

    private void reserve(int more) {
        if (length + more > octets.length) {
            octets = Arrays.copyOf(octets, Math.max(length + more, octets.length * 2));
        }
    }
}
