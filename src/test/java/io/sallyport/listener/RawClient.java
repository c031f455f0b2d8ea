package io.sallyport.listener;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client that sends exactly what it is told and shows exactly what came. */
final class RawClient implements AutoCloseable {

    /** A response. Fields as text, for contains. */
    record Reply(String head, String body) {

        int status() {
            return Integer.parseInt(head.substring(9, 12));
        }

        String statusLine() {
            return head.substring(0, head.indexOf("\r\n"));
        }

        /** The first value of a field, or empty. */
        String field(String name) {
            return head.lines()
                    .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst()
                    .orElse("");
        }
    }

    private final Socket socket;
    private final InputStream in;

    RawClient(int port) {
        try {
            socket = new Socket();
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 5_000);
            socket.setSoTimeout(10_000);
            socket.setTcpNoDelay(true);
            in = new BufferedInputStream(socket.getInputStream());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    RawClient send(String text) {
        return send(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    RawClient send(byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Lines without their ends; the empty one that ends the head is added. */
    RawClient request(String... lines) {
        return send(String.join("\r\n", lines) + "\r\n\r\n");
    }

    RawClient finishSending() {
        try {
            socket.shutdownOutput();
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void reset() {
        try {
            socket.setSoLinger(true, 0);
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A head alone. */
    String readHead() {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append((char) readByte());
        }
        return head.toString();
    }

    /** A response with Content-Length, in chunks (kept as they are), or without body. */
    Reply read() {
        String head = readHead();
        Reply bare = new Reply(head, "");
        if (!bare.field("content-length").isEmpty() && bare.status() != 304) {
            return new Reply(head, read(Integer.parseInt(bare.field("content-length"))));
        }
        if (bare.field("transfer-encoding").equals("chunked")) {
            StringBuilder chunks = new StringBuilder();
            while (chunks.indexOf("0\r\n\r\n") < 0) {
                chunks.append((char) readByte());
            }
            return new Reply(head, chunks.toString());
        }
        return bare;
    }

    String read(int bytes) {
        try {
            byte[] data = in.readNBytes(bytes);
            if (data.length < bytes) {
                throw new EOFException("closed after " + data.length + " of " + bytes + " bytes");
            }
            return new String(data, StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** All until the proxy closes; a reset throws. */
    String readToEnd() {
        try {
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            in.transferTo(all);
            return all.toString(StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int readByte() {
        try {
            int octet = in.read();
            if (octet < 0) {
                throw new EOFException("closed by the proxy");
            }
            return octet;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
