package io.sallyport.http1;

/**
 * How much of a message's head and framing a decoder takes before it refuses. Bodies have no limit here.
 *
 * @param startLine bytes of the request or status line without its CRLF; default 8192; beyond it 414
 * @param headerSection bytes of all field lines with their CRLFs; default 65536; beyond it 431
 * @param fields number of field lines, of a head and of a trailer section; default 128; beyond it 431
 * @param chunkLine bytes of one line with a chunk's size and extensions; default 256; beyond it 400
 * @param chunkExtensions bytes of all chunk extensions of one body; default 16384; beyond it 400
 * @param trailerSection bytes of all trailer lines; default 8192; beyond it 431
 */
public record DecoderLimits(
        int startLine, int headerSection, int fields, int chunkLine, int chunkExtensions, int trailerSection) {

    public static final DecoderLimits DEFAULT = new DecoderLimits(8192, 65536, 128, 256, 16384, 8192);

    public DecoderLimits {
        requirePositive("startLine", startLine);
        requirePositive("headerSection", headerSection);
        requirePositive("fields", fields);
        requirePositive("chunkLine", chunkLine);
        requirePositive("chunkExtensions", chunkExtensions);
        requirePositive("trailerSection", trailerSection);
    }

    private static void requirePositive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: > 0)");
        }
    }
}
