package io.sallyport.upstream;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** A server of raw bytes: each connection is played by a script of its own, the last one by all that come after. */
final class ScriptedUpstream implements AutoCloseable {

    /** What happens on one connection; it is closed afterwards. */
    interface Script {
        void play(Peer peer) throws IOException;
    }

    private final ServerSocket server;
    private final List<Script> scripts;
    private final List<Peer> peers = new CopyOnWriteArrayList<>();
    final AtomicInteger connections = new AtomicInteger();

    /** Request heads in the order they came. */
    final List<String> heads = new CopyOnWriteArrayList<>();

    ScriptedUpstream(Script... scripts) {
        this.scripts = List.of(scripts);
        try {
            server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread.ofVirtual().start(this::accept);
    }

    /** Answers every request of every connection with 200 and this body. */
    static ScriptedUpstream answering(String body) {
        return new ScriptedUpstream(peer -> {
            while (true) {
                peer.readHead();
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
            }
        });
    }

    int port() {
        return server.getLocalPort();
    }

    private void accept() {
        try {
            while (true) {
                Peer peer = new Peer(server.accept());
                peers.add(peer);
                Script script = scripts.get(Math.min(connections.getAndIncrement(), scripts.size() - 1));
                Thread.ofVirtual().start(() -> play(script, peer));
            }
        } catch (IOException e) {
            // Closed.
        }
    }

    private static void play(Script script, Peer peer) {
        try (peer) {
            script.play(peer);
        } catch (IOException e) {
            // The other side is gone.
        } finally {
            peer.over.complete("over");
        }
    }

    /** Waits until the script of the connection of that number, from 0, is over. */
    void awaitOver(int connection) {
        TestLoop.await(peers.get(connection).over);
    }

    @Override
    public void close() {
        try {
            server.close();
            for (Peer peer : peers) {
                peer.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The server's end of one connection. */
    final class Peer implements AutoCloseable {

        private final Socket socket;
        private final InputStream in;
        final CompletableFuture<String> over = new CompletableFuture<>();

        private Peer(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        /** Reads up to the empty line. */
        String readHead() throws IOException {
            String head = readUntil("\r\n\r\n");
            heads.add(head);
            return head;
        }

        String readUntil(String end) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            while (!bytes.toString(StandardCharsets.ISO_8859_1).endsWith(end)) {
                int next = in.read();
                if (next < 0) {
                    throw new EOFException();
                }
                bytes.write(next);
            }
            return bytes.toString(StandardCharsets.ISO_8859_1);
        }

        String read(int length) throws IOException {
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw new EOFException();
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        }

        /** Reads and drops what comes until the other side closes. */
        void readToEnd() throws IOException {
            in.skip(Long.MAX_VALUE);
            in.readAllBytes();
        }

        void write(String text) throws IOException {
            socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Waits for the test to let it go on. */
        void await(Semaphore signal) {
            signal.acquireUninterruptibly();
        }

        /** Ends the connection with a reset. */
        void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
