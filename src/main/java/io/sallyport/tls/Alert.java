package io.sallyport.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;

/** The fatal alerts that refuse a connection before any key is agreed on, so in plain text (RFC 8446 section 6). */
public enum Alert {
    /** The first bytes are no ClientHello that could be answered. */
    HANDSHAKE_FAILURE(40),
    /** The connection is not allowed. */
    ACCESS_DENIED(49),
    /** Nothing is wrong with the client: whoever it asked for cannot be reached. */
    INTERNAL_ERROR(80),
    /** The server name is not the one that is allowed here (RFC 6066 section 3). */
    UNRECOGNIZED_NAME(112);

    private static final int ALERT = 21;
    private static final int FATAL = 2;

    private final int code;

    Alert(int code) {
        this.code = code;
    }

    /** The whole record. The caller releases it. */
    public ByteBuf record() {
        // All versions before the one that is negotiated are written alike (RFC 8446 section 5.1).
        return Unpooled.wrappedBuffer(new byte[] {ALERT, 3, 3, 0, 2, FATAL, (byte) code});
    }
}
