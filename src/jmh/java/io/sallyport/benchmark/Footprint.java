package io.sallyport.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How quick and how small a gateway of its own process is: from its start to the first byte that passes it, and what
 * memory is resident when it does nothing, with 1,000 requests a second, with idle tunnels, and with 10,000
 * ServiceEntries. Each is another process, and all is on loopback.
 *
 * <p>The arguments are the command that is measured, such as the path of the native executable; without any it is the
 * packaged application in a JVM with the launcher's flags.
 */
public final class Footprint {

    private static final int STARTS = 11;
    private static final int QUIET_SECONDS = 5;
    private static final int LOADED_SECONDS = 20;
    private static final int CONNECTIONS = 10;
    private static final List<Integer> TUNNELS = List.of(1_000, 9_000);
    private static final int ENTRIES = 10_000;

    private final List<String> command;
    private final Path folder;
    private final Upstream upstream;
    private final SilentUpstream silent;

    private Footprint(List<String> command, Path folder, Upstream upstream, SilentUpstream silent) {
        this.command = command;
        this.folder = folder;
        this.upstream = upstream;
        this.silent = silent;
    }

    /** Measures the command that is given. */
    public static void main(String[] arguments) throws Exception {
        Path folder = Files.createTempDirectory("sallyport-footprint");
        try (Upstream upstream = new Upstream();
                SilentUpstream silent = new SilentUpstream()) {
            List<String> command = arguments.length == 0 ? MeasuredGateway.jvm() : List.of(arguments);
            System.out.println(String.join(" ", command));
            new Footprint(command, folder, upstream, silent).measure();
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
        System.exit(0);
    }

    private void measure() throws IOException, InterruptedException {
        Path small = write("small.yaml", GeneratedConfig.tunnelled() + "---\n" + GeneratedConfig.serviceEntries(10));
        start(small);
        idle("idle", small);
        loaded(small);
        for (int count : TUNNELS) {
            tunnels(small, count);
        }
        idle(ENTRIES + " ServiceEntries", write("large.yaml", GeneratedConfig.serviceEntries(ENTRIES)));
    }

    private void start(Path configuration) throws IOException, InterruptedException {
        List<Double> millis = new ArrayList<>();
        List<Double> processor = new ArrayList<>();
        for (int i = 0; i < STARTS; i++) {
            try (MeasuredGateway gateway = gateway(configuration)) {
                millis.add(gateway.firstByteNanos() / 1e6);
                processor.add(gateway.processorSeconds() * 1e3);
            }
        }
        millis.sort(Comparator.naturalOrder());
        processor.sort(Comparator.naturalOrder());
        System.out.printf(
                "start to first byte: median %.0f ms, %.0f to %.0f; of processor time %.0f ms%n",
                millis.get(STARTS / 2), millis.getFirst(), millis.getLast(), processor.get(STARTS / 2));
    }

    private void idle(String what, Path configuration) throws IOException, InterruptedException {
        try (MeasuredGateway gateway = gateway(configuration)) {
            double millis = gateway.firstByteNanos() / 1e6;
            pause(QUIET_SECONDS);
            System.out.printf("%s: %s; first byte after %.0f ms%n", what, gateway.memory(), millis);
        }
    }

    private void loaded(Path configuration) throws IOException, InterruptedException {
        try (MeasuredGateway gateway = gateway(configuration);
                Traffic traffic = new Traffic(gateway.port(), GeneratedConfig.host(1), CONNECTIONS)) {
            gateway.firstByteNanos();
            traffic.start();
            pause(LOADED_SECONDS);
            traffic.take();
            double before = gateway.processorSeconds();
            pause(LOADED_SECONDS);
            double used = (gateway.processorSeconds() - before) / LOADED_SECONDS;
            traffic.take().print("1,000 requests a second");
            System.out.printf("1,000 requests a second: %s; %.3f processors%n", gateway.memory(), used);
        }
    }

    private void tunnels(Path configuration, int count) throws IOException, InterruptedException {
        try (MeasuredGateway gateway = gateway(configuration)) {
            gateway.firstByteNanos();
            try (IdleTunnels tunnels = IdleTunnels.open(gateway.port(), GeneratedConfig.TUNNELLED, count)) {
                pause(QUIET_SECONDS);
                System.out.printf("%d idle tunnels: %s%n", tunnels.count(), gateway.memory());
            }
        }
    }

    private MeasuredGateway gateway(Path configuration) throws IOException {
        return MeasuredGateway.start(
                command,
                configuration,
                GeneratedConfig.host(1),
                GeneratedConfig.host(1) + ":80:127.0.0.1:" + upstream.port() + "," + GeneratedConfig.TUNNELLED
                        + ":127.0.0.1:" + silent.port());
    }

    private Path write(String name, String yaml) throws IOException {
        return Files.writeString(folder.resolve(name), yaml);
    }

    private static void pause(int seconds) throws InterruptedException {
        new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
    }
}
