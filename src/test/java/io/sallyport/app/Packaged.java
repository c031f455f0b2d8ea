package io.sallyport.app;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The packaged application as a process of its own, as a user starts it. */
final class Packaged implements AutoCloseable {

    private static final Path FOLDER = Path.of("target/quarkus-app");
    private static final String JAR = "quarkus-run.jar";

    /** Set where the native executable was built, which then is what users start. */
    private static final String EXECUTABLE = System.getProperty("sallyport.executable", "");

    private static final Pattern GUARDING = Pattern.compile("guarding on http://127\\.0\\.0\\.1:(\\d+)");

    private final Process process;
    private final BufferedReader output;
    private final List<String> lines = new ArrayList<>();

    private Packaged(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    static Packaged start(String... arguments) throws IOException {
        return start(List.of(), application(), arguments);
    }

    /** What was packaged: a folder with the jar in it, or the native executable. */
    static Path application() {
        return EXECUTABLE.isEmpty() ? FOLDER : Path.of(EXECUTABLE);
    }

    /** Starts a copy of it by another program, such as one that makes it another user's. */
    static Packaged start(List<String> starter, Path application, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(starter);
        command.addAll(EXECUTABLE.isEmpty() ? java(application.resolve(JAR)) : List.of(application.toString()));
        command.addAll(List.of(arguments));
        return new Packaged(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    private static List<String> java(Path jar) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-jar",
                jar.toString());
    }

    /** Waits until it listens; its outbound port. */
    int port() throws IOException {
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            lines.add(line);
            Matcher guarding = GUARDING.matcher(line);
            if (guarding.find()) {
                return Integer.parseInt(guarding.group(1));
            }
        }
        throw new AssertionError("it ended without listening:\n" + String.join("\n", lines));
    }

    /** SIGTERM. */
    void terminate() {
        // Not Process.destroy, which would close the output that is still to be read.
        process.toHandle().destroy();
    }

    /** Waits for its end; the exit code. */
    int exitCode() throws Exception {
        output.lines().forEach(lines::add);
        if (!process.waitFor(30, TimeUnit.SECONDS)) {
            throw new AssertionError("it did not end:\n" + String.join("\n", lines));
        }
        return process.exitValue();
    }

    /** All it printed so far. */
    String printed() {
        return String.join("\n", lines);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
