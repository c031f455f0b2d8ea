package io.sallyport.reload;

import io.sallyport.compile.CompileOptions;
import io.sallyport.istio.Problem;
import io.sallyport.policy.OutboundPolicy;
import io.sallyport.source.FolderSource;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A JVM's main class: reads each file of a folder as a configuration and tells what came of it, name first. */
final class ReadOneByOne {

    private ReadOneByOne() {}

    /** The argument is the folder. */
    public static void main(String[] arguments) throws IOException {
        List<Path> files;
        try (Stream<Path> found = Files.list(Path.of(arguments[0]))) {
            files = found.sorted().toList();
        }
        PrintStream out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        files.forEach(file -> read(file, out));
    }

    private static void read(Path file, PrintStream out) {
        CompileOptions options = new CompileOptions(OutboundPolicy.REGISTRY_ONLY, "default", Set.of());
        long begin = System.nanoTime();
        ReloadReport report = new Configuration(
                        new FolderSource(List.of(file)), options, Clock.systemUTC(), ignored -> {})
                .reload("test");
        long milliseconds = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begin);
        Path name = file.getFileName();
        List<Problem> problems = report.problems();
        out.printf(
                "%s %s: %d problems, %d ms%n",
                name, report.accepted() ? "accepted" : "refused", problems.size(), milliseconds);
        if (!problems.isEmpty()) {
            out.println(name + " " + problems.getFirst().line());
            out.println(name + " " + problems.getLast().line());
        }
    }
}
