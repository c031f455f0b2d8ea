package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of the machine that plays the client. Where it is missing its test is skipped, but not on a build server. */
public final class Program {

    /**
     * How a run ended.
     *
     * @param output all that it printed, also as errors
     */
    public record Ended(int exit, String output) {}

    private static final int SECONDS = 20;

    /** What need not be asked again. */
    private static final Set<String> FOUND = ConcurrentHashMap.newKeySet();

    private final String name;
    private final Map<String, String> settings = new HashMap<>();

    private Program(String name) {
        this.name = name;
    }

    /** Looks for one whose {@code --version} says the feature. */
    public static Program of(String name, String feature, String install) {
        return of(name, feature, install, "--version");
    }

    /**
     * Looks for one that can do what a test needs.
     *
     * @param feature what it must print when it is run with these arguments
     * @param install the command that brings it
     */
    public static Program of(String name, String feature, String install, String... arguments) {
        Program program = new Program(name);
        String found = name + " with " + feature;
        try {
            if (FOUND.contains(found) || program.end(arguments).output.contains(feature)) {
                FOUND.add(found);
                return program;
            }
        } catch (IOException e) {
            // Told below, as one that cannot do it.
        }
        String missing = found + " is missing: " + install;
        return "true".equals(System.getenv("CI")) ? fail(missing) : abort(missing);
    }

    /** Sets a variable of its environment, for the runs to come. */
    public Program with(String variable, String value) {
        settings.put(variable, value);
        return this;
    }

    /** What it printed; it must end well, and within 20 seconds. */
    public String run(String... arguments) throws IOException {
        Ended ended = end(arguments);
        assertThat(ended.exit).as(ended.output).isZero();
        return ended.output;
    }

    /** Runs it to its end, whatever that is; it must come within 20 seconds. */
    public Ended end(String... arguments) throws IOException {
        List<String> command =
                Stream.concat(Stream.of(name), Stream.of(arguments)).toList();
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // What leads programs of this machine to a proxy must not lead those of a test past ours.
        builder.environment()
                .keySet()
                .removeIf(variable -> variable.toLowerCase(Locale.ROOT).endsWith("_proxy"));
        builder.environment().putAll(settings);
        Process process = builder.start();
        try {
            process.getOutputStream().close();
            CompletableFuture<String> output = CompletableFuture.supplyAsync(() -> printed(process));
            assertThat(process.waitFor(SECONDS, TimeUnit.SECONDS))
                    .as(name + " ended")
                    .isTrue();
            return new Ended(process.exitValue(), output.join());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private static String printed(Process process) {
        try {
            return new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
