package io.sallyport.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/**
 * Writes messages as bytes, always as HTTP/1.1, which is this proxy's own version (RFC 9112 section 2.3).
 *
 * <p>The last line of defence: whatever a head was made from, no line break and no NUL leaves in a name, value, target or
 * reason. Where one is found, {@link IllegalArgumentException} is thrown and nothing was written. Characters are
 * written as ISO-8859-1, as the decoders read them.
 */
public final class Http1Writer {

    /** Smaller data is copied between its chunk's lines: one small copy costs less than three buffers to send. */
    private static final int COPIED = 1024;

    private static final int CHUNK_OVERHEAD = 16 + 2 + 2;

    private static final byte[] VERSION = ascii("HTTP/1.1 ");
    private static final byte[] END_OF_REQUEST_LINE = ascii(" HTTP/1.1\r\n");
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
    private static final ByteBuf LINE_END = Unpooled.unreleasableBuffer(
                    Unpooled.directBuffer(2).writeBytes(ascii("\r\n")))
            .asReadOnly();

    private Http1Writer() {}

    /**
     * The request line and fields, up to the empty line.
     *
     * @throws IllegalArgumentException when the method or a name is no token, the target holds a blank or control, or a
     *     value a line break or NUL
     */
    public static void requestHead(ByteBuf out, HttpRequest request) {
        HeadBytes head = HeadBytes.ofThread();
        head.token(request.method().asciiName());
        head.octet(' ');
        head.target(request.uri());
        head.octets(END_OF_REQUEST_LINE);
        head.fields(request.headers());
        head.lineEnd();
        head.writeTo(out);
    }

    /** The status line with the status' own reason, and fields, up to the empty line. */
    public static void responseHead(ByteBuf out, HttpResponse response) {
        responseHead(out, response, response.status().reasonPhrase());
    }

    /**
     * The same with another reason.
     *
     * @param reason may be empty
     * @throws IllegalArgumentException when a name is no token, or a value or the reason holds a line break or NUL
     */
    public static void responseHead(ByteBuf out, HttpResponse response, CharSequence reason) {
        HeadBytes head = HeadBytes.ofThread();
        HttpResponseStatus status = response.status();
        head.octets(VERSION);
        head.token(status.codeAsText());
        head.octet(' ');
        head.value(reason);
        head.lineEnd();
        head.fields(response.headers());
        head.lineEnd();
        head.writeTo(out);
    }

    /**
     * The data as one chunk, large data without copying it. Empty data makes no chunk, since an empty chunk would end
     * the body.
     *
     * @param data ownership passes
     * @return what to send; the caller releases it
     */
    public static ByteBuf chunk(ByteBufAllocator allocator, ByteBuf data) {
        int size = data.readableBytes();
        if (size == 0) {
            data.release();
            return Unpooled.EMPTY_BUFFER;
        }
        if (size <= COPIED) {
            ByteBuf whole = allocator.ioBuffer(size + CHUNK_OVERHEAD);
            sizeLine(whole, size);
            whole.writeBytes(data).writeShort('\r' << 8 | '\n');
            data.release();
            return whole;
        }
        ByteBuf line = allocator.ioBuffer(CHUNK_OVERHEAD);
        sizeLine(line, size);
        return allocator
                .compositeBuffer(3)
                .addComponent(true, line)
                .addComponent(true, data)
                .addComponent(true, LINE_END.duplicate());
    }

    /**
     * The chunk that ends a body.
     *
     * @param trailers follow it; may be empty
     * @throws IllegalArgumentException when a name is no token, or a value holds a line break or NUL
     */
    public static void lastChunk(ByteBuf out, HttpHeaders trailers) {
        if (trailers.isEmpty()) {
            out.writeBytes(LAST_CHUNK);
            return;
        }
        HeadBytes section = HeadBytes.ofThread();
        section.octet('0');
        section.lineEnd();
        section.fields(trailers);
        section.lineEnd();
        section.writeTo(out);
    }

    private static void sizeLine(ByteBuf out, int size) {
        int digits = Math.max(1, (Integer.SIZE - Integer.numberOfLeadingZeros(size) + 3) / 4);
        for (int shift = (digits - 1) * 4; shift >= 0; shift -= 4) {
            out.writeByte(Character.forDigit(size >>> shift & 0xF, 16));
        }
        out.writeShort('\r' << 8 | '\n');
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
