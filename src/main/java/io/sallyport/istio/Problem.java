package io.sallyport.istio;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Something worth telling the author of a file.
 *
 * @param code stable name of the kind of problem, such as {@code unknown-field}
 * @param where what the problem points at
 * @param resource {@code Kind namespace/name}, or empty where it is not known
 * @param value what was written, shortened, where there is a value
 * @param message one sentence without position, path or full stop
 * @param expected what would have been right, where that can be said
 */
public record Problem(
        Severity severity,
        String code,
        Where where,
        String resource,
        @Nullable String value,
        String message,
        @Nullable String expected) {
    /** How bad it is: an error refuses the configuration, a warning and a note do not. */
    public enum Severity {
        ERROR,
        WARNING,
        NOTE
    }

    /** {@code file:line:column: error: path: message (expected: what) [code]} on one line. */
    public String line() {
        var line = new StringBuilder(where.position())
                .append(": ")
                .append(severity.name().toLowerCase(Locale.ROOT))
                .append(": ");
        if (!where.path().isEmpty()) {
            line.append(where.path()).append(": ");
        }
        line.append(message);
        if (expected != null) {
            line.append(" (expected: ").append(expected).append(')');
        }
        return line.append(" [").append(code).append(']').toString();
    }
}
