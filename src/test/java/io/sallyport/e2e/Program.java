package io.sallyport.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A program of the machine that plays the client. Where it is missing its test is skipped, but not on a build server. */
public final class Program {

    private final String name;

    private Program(String name) {
        this.name = name;
    }

    /**
     * Looks for it; ends the test where it is missing.
     *
     * @param feature a word that the program's {@code --version} must say
     */
    public static Program of(String name, String feature, String install) {
        Program program = new Program(name);
        try {
            if (program.run("--version").contains(feature)) {
                return program;
            }
        } catch (IOException e) {
            // Told below, as one that cannot do it.
        }
        String missing = name + " with " + feature + " is missing: " + install;
        return "true".equals(System.getenv("CI")) ? fail(missing) : abort(missing);
    }

    /** What it printed; it must end well, and within 20 seconds. */
    public String run(String... arguments) throws IOException {
        List<String> command =
                Stream.concat(Stream.of(name), Stream.of(arguments)).toList();
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try {
            process.getOutputStream().close();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            assertThat(process.waitFor(20, TimeUnit.SECONDS))
                    .as(name + " ended")
                    .isTrue();
            assertThat(process.exitValue()).as(output).isZero();
            return output;
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        } finally {
            process.destroyForcibly();
        }
    }
}
