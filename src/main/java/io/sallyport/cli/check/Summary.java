package io.sallyport.cli.check;

import io.sallyport.istio.Problem.Severity;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** The last line of a report: {@code accepted: 3 resources, 0 errors, 2 warnings in 2 files; 41 fields used: ...}. */
final class Summary {

    private Summary() {}

    static String of(CheckReport report) {
        String found = count(report.count(Severity.ERROR), "error") + ", "
                + count(report.count(Severity.WARNING), "warning") + " in " + count(report.files(), "file");
        // Resources with errors are not among those read, so their number would only confuse where there are any.
        String counts = report.accepted()
                ? (report.passed() ? "accepted: " : "failed as --strict: ") + count(report.resources(), "resource")
                        + ", " + found
                : "refused: " + found;
        return report.coverage().isEmpty() ? counts : counts + "; " + coverage(report);
    }

    private static String coverage(CheckReport report) {
        Map<Enforcement, Long> counts = new EnumMap<>(Enforcement.class);
        for (Enforcement enforcement : Enforcement.values()) {
            long count = report.count(enforcement);
            if (count > 0) {
                counts.put(enforcement, count);
            }
        }
        return count(report.coverage().size(), "field") + " used: "
                + counts.entrySet().stream()
                        .map(entry ->
                                entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining(", "));
    }

    private static String count(long count, String noun) {
        return count + " " + noun + (count == 1 ? "" : "s");
    }
}
