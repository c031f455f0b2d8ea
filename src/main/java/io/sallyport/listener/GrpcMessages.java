package io.sallyport.listener;

import io.netty.buffer.ByteBuf;

/**
 * Counts the messages in one direction of a gRPC call as their bytes pass: each begins with a flag and its length in
 * four bytes (gRPC over HTTP/2: Length-Prefixed-Message), which may come in pieces. Nothing is kept and nothing is
 * refused; of bytes that are no gRPC the count means nothing.
 */
final class GrpcMessages {

    private static final int PREFIX = 5;

    private long messages;
    /** Bytes of the prefix that have come. */
    private int prefix;
    /** Bytes of the message that are to come; of a prefix in pieces, the length so far. */
    private long length;

    /**
     * Counts the messages that begin in the bytes, without reading them off.
     *
     * @return all that have begun so far
     */
    long count(ByteBuf data) {
        int index = data.readerIndex();
        int end = data.writerIndex();
        while (index < end) {
            if (prefix == PREFIX) {
                long step = Math.min(length, end - index);
                index += (int) step;
                length -= step;
                if (length == 0) {
                    prefix = 0;
                }
            } else {
                index = prefix(data, index);
            }
        }
        return messages;
    }

    private int prefix(ByteBuf data, int index) {
        if (prefix > 0) {
            length = length << Byte.SIZE | data.getUnsignedByte(index);
        }
        prefix++;
        if (prefix == PREFIX) {
            messages++;
            if (length == 0) {
                prefix = 0;
            }
        }
        return index + 1;
    }
}
