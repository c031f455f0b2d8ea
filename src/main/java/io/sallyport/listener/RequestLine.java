package io.sallyport.listener;

import io.netty.buffer.ByteBuf;

/** Whether bytes begin an HTTP/1 request. Many protocols begin with a word, so the whole first line is looked at. */
enum RequestLine {
    /** Not enough has come to tell. */
    PARTIAL,
    /** A request, or so much of one that whatever is wrong with it is better said in HTTP. */
    HTTP,
    OTHER;

    private static final int LONGEST_METHOD = 20;
    private static final int LONGEST_LINE = 8 * 1024;
    private static final int VERSION = " HTTP/1.1".length();

    /** Looks at all bytes so far, and leaves them where they are. */
    static RequestLine look(ByteBuf bytes) {
        int start = bytes.readerIndex();
        int length = bytes.readableBytes();
        int method = 0;
        while (method < length && isMethod(bytes.getByte(start + method))) {
            method++;
        }
        if (method > LONGEST_METHOD) {
            return OTHER;
        }
        if (method == length) {
            return PARTIAL;
        }
        if (method == 0 || bytes.getByte(start + method) != ' ') {
            return OTHER;
        }
        int end = bytes.indexOf(start + method, Math.min(start + LONGEST_LINE, bytes.writerIndex()), (byte) '\n');
        if (end < 0) {
            return length < LONGEST_LINE ? PARTIAL : HTTP;
        }
        int lineEnd = bytes.getByte(end - 1) == '\r' ? end - 1 : end;
        return namesVersion(bytes, lineEnd - VERSION, start + method) ? HTTP : OTHER;
    }

    /** {@code HTTP/2.0} as well: that is how HTTP/2 begins, which {@link VersionChoice} knows. */
    private static boolean namesVersion(ByteBuf bytes, int at, int methodEnd) {
        return at > methodEnd
                && bytes.getByte(at) == ' '
                && bytes.getByte(at + 1) == 'H'
                && bytes.getByte(at + 2) == 'T'
                && bytes.getByte(at + 3) == 'T'
                && bytes.getByte(at + 4) == 'P'
                && bytes.getByte(at + 5) == '/'
                && bytes.getByte(at + 7) == '.';
    }

    private static boolean isMethod(byte octet) {
        return (octet >= 'A' && octet <= 'Z') || octet == '-';
    }
}
