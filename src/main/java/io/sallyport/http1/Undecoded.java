package io.sallyport.http1;

import static io.sallyport.http1.MalformedException.badRequest;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The bytes that came and were not decoded yet. Holds no buffer once all of it is read. */
final class Undecoded {

    private static final byte LINE_FEED = '\n';
    private static final byte CARRIAGE_RETURN = '\r';

    private @Nullable ByteBuf bytes;

    /** How many of the bytes are known to hold no line feed, so that none is looked at twice. */
    private int scanned;

    boolean isEmpty() {
        return bytes == null;
    }

    /** Puts more behind those there are. Ownership passes. */
    void add(ByteBufAllocator allocator, ByteBuf more) {
        if (!more.isReadable()) {
            more.release();
            return;
        }
        ByteBuf before = bytes;
        bytes = before == null ? more : ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(allocator, before, more);
    }

    /** The first of them; there must be one. */
    byte first() {
        ByteBuf in = Objects.requireNonNull(bytes);
        return in.getByte(in.readerIndex());
    }

    /**
     * Takes the next line, without its CRLF.
     *
     * @param limit the most bytes it may have
     * @param status for one that has more, together with {@code tooLong}
     * @return false when it has not wholly come
     */
    boolean readLine(Line line, int limit, int status, String tooLong) {
        ByteBuf in = bytes;
        if (in == null) {
            return false;
        }
        int start = in.readerIndex();
        int end = start + Math.min(in.readableBytes(), limit + 2);
        int lineFeed = in.indexOf(start + scanned, end, LINE_FEED);
        if (lineFeed < 0) {
            scanned = end - start;
            if (scanned == limit + 2) {
                throw new MalformedException(status, tooLong);
            }
            return false;
        }
        int length = lineFeed - start - 1;
        if (length < 0 || in.getByte(lineFeed - 1) != CARRIAGE_RETURN) {
            throw badRequest("line feed without carriage return");
        }
        line.fill(in, length);
        in.readerIndex(lineFeed + 1);
        scanned = 0;
        if (!in.isReadable()) {
            release();
        }
        return true;
    }

    /** Takes at most so many bytes: the whole buffer where it can be, else a slice of it; never a copy. */
    ByteBuf take(long most) {
        ByteBuf in = Objects.requireNonNull(bytes);
        return most < in.readableBytes() ? in.readRetainedSlice((int) most) : takeAll();
    }

    /** Takes all bytes; an empty buffer when there are none. */
    ByteBuf takeAll() {
        ByteBuf all = bytes;
        bytes = null;
        scanned = 0;
        return all == null ? Unpooled.EMPTY_BUFFER : all;
    }

    void release() {
        takeAll().release();
    }
}
