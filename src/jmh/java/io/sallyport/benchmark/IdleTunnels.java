package io.sallyport.benchmark;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Tunnels that were opened and through which nothing passes. */
record IdleTunnels(List<Socket> sockets) implements AutoCloseable {

    /** @param target HOST:PORT of the CONNECT */
    static IdleTunnels open(int port, String target, int count) throws IOException {
        List<Socket> sockets = new ArrayList<>();
        byte[] request = ("CONNECT " + target + " HTTP/1.1\r\nHost: " + target + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int i = 0; i < count; i++) {
            Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
            sockets.add(socket);
            socket.getOutputStream().write(request);
            String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
            if (!answer.equals("HTTP/1.1 200")) {
                throw new IOException("tunnel " + i + ": " + answer);
            }
        }
        return new IdleTunnels(sockets);
    }

    int count() {
        return sockets.size();
    }

    @Override
    public void close() throws IOException {
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
