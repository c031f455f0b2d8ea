package io.sallyport.http2;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** The first bytes of a client that speaks HTTP/2 (RFC 9113 section 3.4). No request of HTTP/1 begins so. */
public enum Preface {
    /** They are it. */
    WHOLE,
    /** They may become it. */
    PARTIAL,
    /** They are not. */
    OTHER;

    private static final byte[] OCTETS = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /** Looks at the first bytes of a connection, at least one, and leaves them. */
    public static Preface look(ByteBuf bytes) {
        int known = Math.min(bytes.readableBytes(), OCTETS.length);
        for (int index = 0; index < known; index++) {
            if (bytes.getByte(bytes.readerIndex() + index) != OCTETS[index]) {
                return OTHER;
            }
        }
        return known == OCTETS.length ? WHOLE : PARTIAL;
    }
}
