package io.sallyport.benchmark;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A gateway in a process of its own, and what Linux says of it. */
final class MeasuredGateway implements AutoCloseable {

    private static final long LATEST = TimeUnit.SECONDS.toNanos(60);
    private static final long PAUSE = TimeUnit.MICROSECONDS.toNanos(500);
    private static final double TICKS_A_SECOND = 100;
    private static final int USER_TIME = 11;

    private final Process process;
    private final int port;
    private final String host;
    private final long begin;

    private MeasuredGateway(Process process, int port, String host, long begin) {
        this.process = process;
        this.port = port;
        this.host = host;
        this.begin = begin;
    }

    /** The packaged application, as the launcher starts it. */
    static List<String> jvm() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseG1GC",
                "-XX:MaxGCPauseMillis=5",
                "-Xms32m",
                "-Xmx256m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                "target/quarkus-app/quarkus-run.jar");
    }

    /** @param host which is asked for the first byte */
    static MeasuredGateway start(List<String> command, Path configuration, String host, String connectTo)
            throws IOException {
        int port = freePort();
        List<String> all = new ArrayList<>(command);
        // The access log is on, as it is by default, and read by nobody.
        all.addAll(List.of(
                "run",
                "--config=" + configuration,
                "--port=" + port,
                "--admin-port=0",
                "--health-port=0",
                "--allow-address=127.0.0.0/8",
                "--connect-to=" + connectTo));
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(all)
                .redirectOutput(Redirect.DISCARD)
                .redirectError(Redirect.INHERIT)
                .start();
        return new MeasuredGateway(process, port, host, begin);
    }

    int port() {
        return port;
    }

    /** Asks until there is an answer; from the start of the process to its first byte. */
    long firstByteNanos() throws IOException {
        while (System.nanoTime() - begin < LATEST && process.isAlive()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                socket.getOutputStream()
                        .write(("GET http://" + host + "/ HTTP/1.1\r\nHost: " + host + "\r\n\r\n")
                                .getBytes(StandardCharsets.US_ASCII));
                String answer = new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
                if (!answer.equals("HTTP/1.1 200")) {
                    throw new IOException("refused: " + answer);
                }
                return System.nanoTime() - begin;
            } catch (ConnectException e) {
                LockSupport.parkNanos(PAUSE);
            }
        }
        throw new IOException("the gateway does not listen");
    }

    /** What is resident: all, and of it what belongs to no file. */
    String memory() throws IOException {
        List<String> status = Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"));
        return "%.1f MiB resident, %.1f of them anonymous"
                .formatted(mebibytes(status, "VmRSS:"), mebibytes(status, "RssAnon:"));
    }

    /** What it took of the processors until now. */
    double processorSeconds() throws IOException {
        String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
        return (Long.parseLong(fields[USER_TIME]) + Long.parseLong(fields[USER_TIME + 1])) / TICKS_A_SECOND;
    }

    private static double mebibytes(List<String> status, String name) {
        return status.stream()
                .filter(line -> line.startsWith(name))
                .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")) / 1024)
                .findFirst()
                .orElse(Double.NaN);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        process.onExit().join();
    }
}
