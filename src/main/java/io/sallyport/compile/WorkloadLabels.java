package io.sallyport.compile;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads the callers' labels as they are written in settings. */
public final class WorkloadLabels {

    private WorkloadLabels() {}

    /**
     * Labels by name.
     *
     * @param written each {@code name=value}; the value may be empty
     * @throws IllegalArgumentException when one has no name or no equals sign, or a name comes twice
     */
    public static Map<String, String> parse(List<String> written) {
        Map<String, String> labels = new HashMap<>();
        for (String text : written) {
            String label = text.strip();
            int equals = label.indexOf('=');
            if (equals < 1) {
                throw new IllegalArgumentException("workload-labels: \"" + label + "\" (expected: name=value)");
            }
            if (labels.put(label.substring(0, equals), label.substring(equals + 1)) != null) {
                throw new IllegalArgumentException(
                        "workload-labels: " + label.substring(0, equals) + " comes twice (expected: each name once)");
            }
        }
        return labels;
    }
}
