package io.sallyport.benchmark;

import io.sallyport.policy.Snapshot;
import io.sallyport.reload.Configuration;
import io.sallyport.reload.ReloadReport;
import io.sallyport.source.FolderSource;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Loads 10,000 ServiceEntries and as many VirtualServices: cold in a JVM of its own that has the launcher's flags, then
 * again and again; and says what memory the outcome keeps.
 */
public final class Load {

    private static final int COUNT = 10_000;
    private static final int RELOADS = 10;
    private static final double MILLION = 1_000_000;
    private static final double MEBIBYTE = 1024 * 1024;

    private Load() {}

    /** Writes the files and starts the JVM that is measured; with a folder as argument it is that JVM. */
    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 1) {
            measure(Path.of(arguments[0]));
            return;
        }
        Path folder = Files.createTempDirectory("sallyport-load");
        try {
            write(folder);
            start(folder);
        } finally {
            try (var files = Files.walk(folder)) {
                files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
            }
        }
    }

    /** Two files of ten thousand documents. */
    static void write(Path folder) throws IOException {
        Files.writeString(folder.resolve("service-entries.yaml"), GeneratedConfig.serviceEntries(COUNT));
        Files.writeString(folder.resolve("virtual-services.yaml"), GeneratedConfig.virtualServices(COUNT));
    }

    /** Lists one more host, another with each number: what does not differ is not loaded again. */
    static void change(Path folder, int number) throws IOException {
        Path written = Files.writeString(folder.resolve("changed.new"), """
                apiVersion: networking.istio.io/v1
                kind: ServiceEntry
                metadata: {name: changed}
                spec:
                  hosts: [changed-%d.example]
                  ports: [{number: 80, name: http, protocol: HTTP}]
                  resolution: DNS
                """.formatted(number));
        Files.move(written, folder.resolve("changed.yaml"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static void start(Path folder) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseG1GC",
                "-XX:MaxGCPauseMillis=5",
                "-Xms32m",
                "-Xmx256m",
                "-classpath",
                System.getProperty("java.class.path"),
                Load.class.getName(),
                folder.toString()));
        command.addAll(1, List.of(System.getProperty("load.flags", "-Xshare:auto").split(" ")));
        int status = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (status != 0) {
            throw new IllegalStateException("the measured JVM ended with " + status);
        }
    }

    private static void measure(Path folder) throws IOException {
        double empty = retained();
        List<Configuration> kept = new ArrayList<>(List.of(configuration(folder)));
        reload(kept.getFirst(), "first load");
        System.out.printf(
                "since the JVM began: %d ms%n",
                System.currentTimeMillis() - ManagementFactory.getRuntimeMXBean().getStartTime());
        for (int reload = 1; reload <= RELOADS; reload++) {
            change(folder, reload);
            reload(kept.getFirst(), "reload " + reload);
        }
        List<Snapshot> snapshots =
                new ArrayList<>(List.of(kept.getFirst().current().snapshot()));
        double all = retained();
        kept.clear();
        double snapshot = retained();
        snapshots.clear();
        double none = retained();
        System.out.printf("retained by snapshot and report: %.1f MiB%n", all - none);
        System.out.printf("retained by the snapshot: %.1f MiB (before the first load %.1f, after %.1f)%n", snapshot - none, empty, none);
    }

    private static void reload(Configuration configuration, String what) {
        long begin = System.nanoTime();
        long beginProcessor = processor();
        ReloadReport report = configuration.reload(what);
        System.out.printf(
                "%s: %.0f ms, of processor time %.0f ms; %d resources, %d problems%n",
                what,
                (System.nanoTime() - begin) / MILLION,
                (processor() - beginProcessor) / MILLION,
                report.resources(),
                report.problems().size());
    }

    /** What this thread has had of a processor: the rest of the time others had it. */
    private static long processor() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private static Configuration configuration(Path folder) {
        return new Configuration(
                new FolderSource(List.of(folder)), GeneratedConfig.OPTIONS, Clock.systemUTC(), ignored -> {});
    }

    /** What is used after everything else was collected. */
    private static double retained() {
        MemoryUsage usage = null;
        for (int i = 0; i < 3; i++) {
            System.gc();
            usage = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        }
        return usage == null ? 0 : usage.getUsed() / MEBIBYTE;
    }
}
