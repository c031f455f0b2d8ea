package io.sallyport.http1;

import static io.sallyport.http1.MalformedException.badRequest;

/** Reads the line before a chunk (RFC 9112 section 7.1): hexadecimal digits, then perhaps extensions, which are dropped. */
final class ChunkLine {

    /** So many hexadecimal digits fit a long for certain; leading zeros beyond them serve nobody honest. */
    private static final int MOST_DIGITS = 15;

    private ChunkLine() {}

    /** The chunk's size in bytes; 0 for the last one. */
    static long size(Line line) {
        long size = 0;
        int index = 0;
        for (int digit; index < line.length() && (digit = Character.digit(line.at(index), 16)) >= 0; index++) {
            size = size << 4 | digit;
            if (index >= MOST_DIGITS) {
                throw badRequest("chunk size too large");
            }
        }
        if (index == 0) {
            throw badRequest("chunk size not hexadecimal");
        }
        ChunkExtensions.require(line, index);
        return size;
    }
}
