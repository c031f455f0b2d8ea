package io.sallyport.tls;

import io.netty.buffer.ByteBuf;

/**
 * Walks along one direction of a TLS connection from record to record (RFC 8446 section 5.1), whatever pieces they come
 * in. It looks at headers alone; nothing is kept or moved.
 */
public final class RecordWalk {

    /** The content type of handshake messages that are not encrypted. */
    public static final int HANDSHAKE = 22;

    /** The content type of data, and since TLS 1.3 of everything that is encrypted. */
    public static final int APPLICATION_DATA = 23;

    private static final int HEADER = 5;

    /** Told of each record when its header was read. */
    @FunctionalInterface
    public interface Visitor {

        /**
         * One more record.
         *
         * @param type its content type, 0 to 255; anything where the bytes are no TLS
         * @param length of what follows its header, in bytes
         */
        void record(int type, int length);
    }

    private int headerRead;
    private int type;
    private int length;
    private int left;

    /** Walks over the readable bytes, which go on where those before ended. Leaves the reader index alone. */
    public void over(ByteBuf data, Visitor visitor) {
        int at = data.readerIndex();
        int end = data.writerIndex();
        while (at < end) {
            if (left > 0) {
                int skipped = Math.min(left, end - at);
                left -= skipped;
                at += skipped;
            } else {
                header(data.getUnsignedByte(at++), visitor);
            }
        }
    }

    private void header(int octet, Visitor visitor) {
        switch (headerRead++) {
            case 0 -> type = octet;
            case 3 -> length = octet << 8;
            case 4 -> length |= octet;
            default -> {
                // The version, which says the same in all versions.
            }
        }
        if (headerRead == HEADER) {
            headerRead = 0;
            left = length;
            visitor.record(type, length);
        }
    }
}
