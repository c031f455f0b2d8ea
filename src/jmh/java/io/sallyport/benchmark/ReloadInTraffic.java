package io.sallyport.benchmark;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long requests wait while 20,000 resources are read again: a gateway of its own process, sixteen connections that
 * each send a hundred requests a second, and one entry that changes as soon as the reload before has ended; then SIGHUPs
 * that find nothing changed. A request's time counts from
 * when it was due, so that one pause is seen by all that it held up.
 *
 * <p>Needs the packaged application. Further flags for the gateway's JVM: {@code -Dbenchmark.arguments="-XX:+UseG1GC"}.
 */
public final class ReloadInTraffic {

    private static final int CONNECTIONS = 16;
    private static final int RELOADS = 5;
    private static final int WARM_UP_RELOADS = 2;
    private static final long QUIET_SECONDS = 10;

    /** {@code GC(17) Pause Young (Allocation Failure) 112M->51M(247M) 7.494ms}, which G1 and ZGC write alike. */
    private static final Pattern PAUSE = Pattern.compile("Pause .* ([0-9.]+)ms$");

    /** What a pause took of the processors; on a machine with other work a pause is longer than that. */
    private static final Pattern PROCESSOR = Pattern.compile("User=([0-9.]+)s");

    private ReloadInTraffic() {}

    /** The arguments are flags for the gateway's JVM, after its -Xmx512m. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("sallyport-reload");
        try (Upstream upstream = new Upstream()) {
            Path configuration = Files.createDirectory(folder.resolve("configuration"));
            Load.write(configuration);
            Path pauses = folder.resolve("gc.log");
            int port = freePort();
            Process gateway = start(configuration, pauses, port, upstream.port(), List.of(arguments));
            try {
                measure(gateway, configuration, pauses, port);
            } finally {
                gateway.destroy();
                gateway.waitFor();
            }
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    private static void measure(Process gateway, Path configuration, Path pauses, int port) throws IOException, InterruptedException {
        try (BufferedReader log =
                        new BufferedReader(new InputStreamReader(gateway.getInputStream(), StandardCharsets.UTF_8));
                Traffic traffic = new Traffic(port, GeneratedConfig.host(1), CONNECTIONS)) {
            await(log, "guarding on");
            traffic.start();
            for (int i = 0; i < WARM_UP_RELOADS; i++) {
                change(configuration, i, log);
            }
            traffic.take();
            new CountDownLatch(1).await(QUIET_SECONDS, TimeUnit.SECONDS);
            traffic.take().print("quiet");
            int before = numbers(pauses, PAUSE).size();
            int beforeProcessor = numbers(pauses, PROCESSOR).size();
            long begin = System.nanoTime();
            for (int i = 0; i < RELOADS; i++) {
                change(configuration, WARM_UP_RELOADS + i, log);
            }
            traffic.take().print("reloading");
            List<Double> during = numbers(pauses, PAUSE);
            List<Double> processor = numbers(pauses, PROCESSOR);
            System.out.printf(
                    "%d reloads of %.0f ms; %d pauses of the collector, the longest %.1f ms; of processor time %.0f ms%n",
                    RELOADS,
                    (System.nanoTime() - begin) / 1e6 / RELOADS,
                    during.size() - before,
                    longest(during, before),
                    longest(processor, beforeProcessor) * 1000);
            traffic.take();
            for (int i = 0; i < RELOADS; i++) {
                hangUp(gateway, log);
            }
            traffic.take().print("SIGHUP, nothing changed");
        }
    }

    /** One entry more or other; the gateway notices by itself, and reads all files. */
    private static void change(Path configuration, int number, BufferedReader log) throws IOException {
        Load.change(configuration, number);
        await(log, "in force");
    }

    /** Asked to read what it has. */
    private static void hangUp(Process gateway, BufferedReader log) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-HUP", Long.toString(gateway.pid())).start().waitFor();
        await(log, "SIGHUP");
    }

    private static void await(BufferedReader log, String word) throws IOException {
        for (String line = log.readLine(); line == null || !line.contains(word); line = log.readLine()) {
            if (line == null) {
                throw new IOException("the gateway ended before it said " + word);
            }
            if (line.contains(" WARN ") || line.contains(" ERROR ")) {
                System.out.println("gateway: " + line);
            }
        }
    }

    private static List<Double> numbers(Path log, Pattern pattern) throws IOException {
        List<Double> all = new ArrayList<>();
        for (String line : Files.readAllLines(log)) {
            Matcher found = pattern.matcher(line);
            if (found.find()) {
                all.add(Double.valueOf(found.group(1)));
            }
        }
        return all;
    }

    private static double longest(List<Double> all, int from) {
        return all.subList(from, all.size()).stream()
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }

    private static Process start(Path configuration, Path pauses, int port, int upstream, List<String> flags)
            throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xlog:gc*:file=" + pauses));
        command.addAll(flags);
        command.addAll(List.of(
                "-jar",
                "target/quarkus-app/quarkus-run.jar",
                "run",
                "--config=" + configuration,
                "--port=" + port,
                "--admin-port=" + freePort(),
                "--health-port=" + freePort(),
                "--access-log=off",
                "--allow-address=127.0.0.0/8",
                "--connect-to=" + GeneratedConfig.host(1) + ":80:127.0.0.1:" + upstream));
        return new ProcessBuilder(command).redirectErrorStream(true).start();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
