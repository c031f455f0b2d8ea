package io.sallyport.e2e;

import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * A client that sends the bytes it is given and reads exactly one message at a time. Reads give up after 10 seconds, so
 * that a test hangs no longer.
 */
public final class RawClient implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private Socket socket;
    private WireReader in;

    private RawClient(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(Math.toIntExact(PATIENCE.toMillis()));
        socket.setTcpNoDelay(true);
        in = new WireReader(socket.getInputStream());
    }

    /** Connects to the port on loopback. */
    public static RawClient connect(int port) {
        return attempt(() -> new RawClient(new Socket(InetAddress.getLoopbackAddress(), port)));
    }

    /** The same with a small receive buffer: what is not read is soon felt by the sender. */
    public static RawClient connectSlowReader(int port, int receiveBuffer) {
        return attempt(() -> {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(receiveBuffer);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return new RawClient(socket);
        });
    }

    /** Sends the text as ISO-8859-1, at once. */
    public RawClient send(String bytes) {
        return send(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }

    public RawClient send(byte[] bytes) {
        return attempt(() -> {
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return this;
        });
    }

    /** The next response with its body, to any method but HEAD and CONNECT; a 1xx counts as one. */
    public WireMessage readResponse() {
        return attempt(() -> {
            String head = requiredHead();
            int status = WireMessage.withoutBody(head).status();
            boolean bodiless = status < 200 || status == 204 || status == 304;
            return bodiless ? WireMessage.withoutBody(head) : in.message(head, true);
        });
    }

    /** The next response without its body: to HEAD or CONNECT, or before reading a body slowly. */
    public WireMessage readHead() {
        return attempt(() -> WireMessage.withoutBody(requiredHead()));
    }

    private String requiredHead() throws IOException {
        String head = in.head();
        if (head.isEmpty()) {
            throw new EOFException("closed before a response");
        }
        return head;
    }

    public byte[] readBytes(int count) {
        return attempt(() -> in.bytes(count));
    }

    /** All bytes up to the end. */
    public byte[] readToEnd() {
        return attempt(in::rest);
    }

    /** Whether the other side closed, orderly or by reset, without another byte. Waits for it. */
    public boolean isClosedByPeer() {
        return attempt(() -> {
            try {
                return in.octet() < 0;
            } catch (SocketException reset) {
                return true;
            }
        });
    }

    /** Ends the sending; reading goes on. */
    public RawClient halfClose() {
        return attempt(() -> {
            socket.shutdownOutput();
            return this;
        });
    }

    /** Closes with a reset instead of an end. */
    public void reset() {
        attempt(() -> {
            socket.setSoLinger(true, 0);
            socket.close();
            return this;
        });
    }

    /** Speaks TLS from here on, as after CONNECT. */
    public RawClient startTls(SSLContext trust, String serverName) {
        return attempt(() -> {
            SSLSocket tls =
                    (SSLSocket) trust.getSocketFactory().createSocket(socket, serverName, socket.getPort(), true);
            tls.startHandshake();
            socket = tls;
            in = new WireReader(tls.getInputStream());
            return this;
        });
    }

    @Override
    public void close() {
        attempt(() -> {
            socket.close();
            return this;
        });
    }

    private interface Attempt<T> {
        T run() throws IOException;
    }

    private static <T> T attempt(Attempt<T> step) {
        try {
            return step.run();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
