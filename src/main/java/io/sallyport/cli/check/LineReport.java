package io.sallyport.cli.check;

import io.sallyport.istio.Problem.Severity;
import java.util.stream.Stream;

/** {@code file:line:column: severity: path: message (expected: what) [code]}, a line each, and a summary. */
final class LineReport {

    private LineReport() {}

    static String write(CheckReport report, OutputFormat.Details details) {
        StringBuilder out = new StringBuilder();
        shown(report, details)
                .forEach(finding ->
                        out.append(Printable.of(finding.problem().line())).append('\n'));
        if (!details.quiet()) {
            out.append(Summary.of(report)).append('\n');
        }
        return out.toString();
    }

    /** All of them or, when quiet, those that make the check fail. */
    static Stream<Finding> shown(CheckReport report, OutputFormat.Details details) {
        Severity least = !details.quiet() ? Severity.NOTE : report.strict() ? Severity.WARNING : Severity.ERROR;
        return report.findings().stream()
                .filter(finding -> finding.problem().severity().compareTo(least) <= 0);
    }
}
