package io.sallyport.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Connections that send requests at a steady rate, and how long each request took from when it was due. */
final class Traffic implements AutoCloseable {

    private static final long INTERVAL = TimeUnit.MILLISECONDS.toNanos(10);

    /** What was measured in a while. */
    record Latencies(long[] nanoseconds) {

        void print(String when) {
            long[] sorted = nanoseconds.clone();
            Arrays.sort(sorted);
            System.out.printf(
                    "%s: %d requests; median %.2f ms, 99 %% %.2f ms, 99.9 %% %.2f ms, longest %.2f ms%n",
                    when,
                    sorted.length,
                    of(sorted, 0.5),
                    of(sorted, 0.99),
                    of(sorted, 0.999),
                    of(sorted, 1));
        }

        private static double of(long[] sorted, double part) {
            return sorted.length == 0 ? 0 : sorted[(int) ((sorted.length - 1) * part)] / 1e6;
        }
    }

    private final int port;
    private final byte[] request;
    private final int connections;
    private long[] measured = new long[1 << 20];
    private int count;
    private volatile boolean ended;

    Traffic(int port, String host, int connections) {
        this.port = port;
        this.connections = connections;
        request = ("GET http://" + host + "/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    void start() {
        for (int i = 0; i < connections; i++) {
            long first = System.nanoTime() + i * INTERVAL / connections;
            Thread.ofPlatform().daemon().start(() -> send(first));
        }
    }

    /** What was measured since it was asked last. */
    synchronized Latencies take() {
        Latencies latencies = new Latencies(Arrays.copyOf(measured, count));
        count = 0;
        return latencies;
    }

    private synchronized void add(long nanoseconds) {
        if (count == measured.length) {
            measured = Arrays.copyOf(measured, count * 2);
        }
        measured[count++] = nanoseconds;
    }

    private void send(long first) {
        byte[] buffer = new byte[8192];
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setTcpNoDelay(true);
            InputStream in = socket.getInputStream();
            for (long due = first; !ended; due += INTERVAL) {
                for (long wait = due - System.nanoTime(); wait > 0; wait = due - System.nanoTime()) {
                    LockSupport.parkNanos(wait);
                }
                socket.getOutputStream().write(request);
                read(in, buffer);
                add(System.nanoTime() - due);
            }
        } catch (IOException e) {
            if (!ended) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Reads an answer, which ends in the upstream's two octets. */
    private static void read(InputStream in, byte[] buffer) throws IOException {
        int held = 0;
        while (held < 2 || buffer[held - 2] != 'o' || buffer[held - 1] != 'k') {
            int read = in.read(buffer, held, buffer.length - held);
            if (read < 0) {
                throw new IOException("the gateway closed the connection after "
                        + new String(buffer, 0, held, StandardCharsets.US_ASCII));
            }
            held += read;
        }
        if (!new String(buffer, 0, 12, StandardCharsets.US_ASCII).equals("HTTP/1.1 200")) {
            throw new IOException("refused: " + new String(buffer, 0, held, StandardCharsets.US_ASCII));
        }
    }

    @Override
    public void close() {
        ended = true;
    }
}
