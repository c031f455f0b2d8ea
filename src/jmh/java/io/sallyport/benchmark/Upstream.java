package io.sallyport.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** Answers every request at once with the same two octets, a thread for each connection. */
final class Upstream implements AutoCloseable {

    private static final byte[] ANSWER =
            "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.US_ASCII);

    private final ServerSocket listening;

    Upstream() throws IOException {
        listening = new ServerSocket(0, 64, InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(this::accept);
    }

    int port() {
        return listening.getLocalPort();
    }

    private void accept() {
        try {
            while (!listening.isClosed()) {
                Socket socket = listening.accept();
                Thread.ofPlatform().daemon().start(() -> answer(socket));
            }
        } catch (IOException e) {
            // closed: nobody asks any more
        }
    }

    private static void answer(Socket socket) {
        byte[] buffer = new byte[8192];
        try (socket) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            // Requests have no body and come one at a time: a head ends where what was read ends in an empty line.
            int held = 0;
            for (int read = in.read(buffer); read > 0; read = in.read(buffer, held, buffer.length - held)) {
                held += read;
                if (held >= 4 && buffer[held - 1] == '\n' && buffer[held - 3] == '\n') {
                    socket.getOutputStream().write(ANSWER);
                    held = 0;
                }
            }
        } catch (IOException e) {
            // the gateway closed the connection, as it may
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
    }
}
