package io.sallyport.e2e;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Reads messages off a stream by their framing, and not one byte more. */
final class WireReader {

    private final InputStream in;

    WireReader(InputStream in) {
        this.in = new BufferedInputStream(in);
    }

    /**
     * A head, verbatim with its empty line.
     *
     * @return an empty text when the stream ends before its first byte
     * @throws EOFException when it ends in the middle
     */
    String head() throws IOException {
        StringBuilder head = new StringBuilder();
        for (String line = line(); !line.isEmpty(); line = line()) {
            head.append(line);
            if (line.equals("\r\n") && head.length() > 2) {
                return head.toString();
            }
        }
        if (!head.isEmpty()) {
            throw new EOFException("ended in mid-head: " + head);
        }
        return "";
    }

    /** The message that the head begins. Without length it has no body, or one that lasts until the end. */
    WireMessage message(String head, boolean untilEnd) throws IOException {
        WireMessage empty = WireMessage.withoutBody(head);
        if (empty.field("Transfer-Encoding").orElse("").toLowerCase(Locale.ROOT).contains("chunked")) {
            return chunked(head);
        }
        int length = empty.field("Content-Length").map(Integer::parseInt).orElse(untilEnd ? -1 : 0);
        return new WireMessage(head, length < 0 ? rest() : bytes(length), "", false);
    }

    private WireMessage chunked(String head) throws IOException {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        for (int size = chunkSize(); size > 0; size = chunkSize()) {
            body.write(bytes(size));
            requireLineEnd();
        }
        StringBuilder trailers = new StringBuilder();
        for (String line = line(); !line.equals("\r\n"); line = line()) {
            if (line.isEmpty()) {
                throw new EOFException("ended in mid-trailers: " + trailers);
            }
            trailers.append(line);
        }
        return new WireMessage(head, body.toByteArray(), trailers.toString(), true);
    }

    private int chunkSize() throws IOException {
        String line = line();
        if (line.isEmpty()) {
            throw new EOFException("ended before a chunk");
        }
        return Integer.parseInt(line.split(";", 2)[0].strip(), 16);
    }

    private void requireLineEnd() throws IOException {
        String end = line();
        if (!end.equals("\r\n")) {
            throw new IOException("after a chunk: '" + end + "' (expected: a line end)");
        }
    }

    byte[] bytes(int count) throws IOException {
        byte[] bytes = in.readNBytes(count);
        if (bytes.length < count) {
            throw new EOFException("ended after " + bytes.length + " bytes (expected: " + count + ")");
        }
        return bytes;
    }

    byte[] rest() throws IOException {
        return in.readAllBytes();
    }

    /** One byte, or -1 at the end. */
    int octet() throws IOException {
        return in.read();
    }

    /** With its line end; empty at the end of the stream. */
    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int octet = in.read();
        while (octet >= 0) {
            line.write(octet);
            if (octet == '\n') {
                break;
            }
            octet = in.read();
        }
        return line.toString(StandardCharsets.ISO_8859_1);
    }
}
