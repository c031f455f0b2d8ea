package io.sallyport.caller;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The labels of our pod as Kubernetes' Downward API mounts them: a line each, {@code name="value"}. */
public final class PodLabels {

    private PodLabels() {}

    /** Reads the file; empty where there is none. */
    public static Map<String, String> read(Path file) {
        if (!Files.isRegularFile(file)) {
            return Map.of();
        }
        Map<String, String> labels = new HashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                if (equals > 0) {
                    labels.put(
                            line.substring(0, equals).strip(),
                            unquoted(line.substring(equals + 1).strip()));
                }
            }
        } catch (IOException _) {
            // As if it were not there: labels adorn metrics, nothing depends on them.
            return Map.of();
        }
        return Map.copyOf(labels);
    }

    /** Values of labels hold no character that would be escaped. */
    private static String unquoted(String value) {
        boolean quoted = value.length() >= 2 && value.startsWith("\"") && value.endsWith("\"");
        return quoted ? value.substring(1, value.length() - 1) : value;
    }
}
