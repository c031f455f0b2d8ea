package io.sallyport.cli.check;

import io.sallyport.istio.Problem;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what looks like a secret out of every output: values of fields and headers whose name is {@code authorization},
 * {@code proxy-authorization}, {@code cookie}, {@code set-cookie}, ends in {@code -key}, or contains {@code token},
 * {@code secret} or {@code password}.
 *
 * <p>When in doubt more is hidden, to the end of the line. What is written one value a line, as people write it, is
 * hidden wherever it stands; reports go to build logs that many can read.
 */
final class Secrets {

    static final String HIDDEN = "[redacted]";

    private static final Set<String> NAMES = Set.of("authorization", "proxy-authorization", "cookie", "set-cookie");

    /** Possessive, so that no line takes longer than its length asks for. */
    private static final Pattern KEY =
            Pattern.compile("(?<![\\w.-])[\"']?([\\w.-]++)[\"']?\\s*+:(?=[\\s\"'\\[{]|$)\\s*+");

    private static final Pattern QUOTED = Pattern.compile("\"[^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+\"");

    /** Lines looked back at for the key above a value; no value people write is longer. */
    private static final int FARTHEST = 1_000;

    private Secrets() {}

    static boolean isName(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return NAMES.contains(lower)
                || lower.endsWith("-key")
                || lower.contains("token")
                || lower.contains("secret")
                || lower.contains("password");
    }

    /** Whether a field path leads through such a name. */
    static boolean isPath(String path) {
        for (String step : path.split("[.\\[\\]\"]+", -1)) {
            if (isName(step)) {
                return true;
            }
        }
        return false;
    }

    /** The problem without the value it speaks of, where that is a secret. */
    static Problem without(Problem problem) {
        if (!isPath(problem.where().path())) {
            return problem;
        }
        String value = problem.value();
        String expected = problem.expected();
        return new Problem(
                problem.severity(),
                problem.code(),
                problem.where(),
                problem.resource(),
                value == null ? null : HIDDEN,
                without(problem.message(), value),
                expected == null ? null : without(expected, value));
    }

    private static String without(String text, @Nullable String value) {
        String shown = QUOTED.matcher(text).replaceAll(HIDDEN);
        return value == null || value.isEmpty() ? shown : shown.replace(value, HIDDEN);
    }

    /** The first index of a line that must not be shown; more than the line's length when all of it may. */
    static int hiddenFrom(SourceLines lines, int number) {
        String line = lines.line(number);
        return isBelowSecret(lines, number) ? Math.max(lines.indent(number), 0) : secretIn(line);
    }

    /** Where the value of the first name of a secret begins; more than the line's length when there is none. */
    private static int secretIn(String line) {
        Matcher keys = KEY.matcher(line);
        while (keys.find()) {
            if (isName(keys.group(1))) {
                return keys.end();
            }
        }
        return line.length() + 1;
    }

    /** Whether the line is part of a value that a line above names: deeper indented than it. */
    private static boolean isBelowSecret(SourceLines lines, int number) {
        int inner = lines.indent(number);
        for (int above = number - 1; above >= 1 && above > number - FARTHEST && inner > 0; above--) {
            int indent = lines.indent(above);
            if (indent >= 0 && indent < inner) {
                inner = indent;
                String line = lines.line(above);
                // Nobody can say what hides in a line that long.
                if (line.length() > Excerpt.LONGEST_LINE || secretIn(line) <= line.length()) {
                    return true;
                }
            }
        }
        return false;
    }
}
