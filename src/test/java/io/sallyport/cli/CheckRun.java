package io.sallyport.cli;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** What {@code sallyport check} printed, and the code it ended with. */
public record CheckRun(int exitCode, String out, String errors) {

    /** Runs the command as the command line does. */
    public static CheckRun of(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter errors = new StringWriter();
        int exitCode = new CommandLine(new CheckCommand())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(errors, true))
                .execute(arguments);
        return new CheckRun(exitCode, out.toString(), errors.toString());
    }

    /** The same with something on standard input. */
    static CheckRun reading(byte[] input, String... arguments) {
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input));
        try {
            return of(arguments);
        } finally {
            System.setIn(before);
        }
    }

    static CheckRun reading(String input, String... arguments) {
        return reading(input.getBytes(StandardCharsets.UTF_8), arguments);
    }
}
