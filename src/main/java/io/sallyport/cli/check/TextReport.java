package io.sallyport.cli.check;

import io.sallyport.cli.check.OutputFormat.Details;
import io.sallyport.istio.Problem;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The report for a person: what is wrong, where, the line itself, and what was expected. */
final class TextReport {

    /** Messages that begin so go on from the field's name; the others are sentences of their own. */
    private static final Set<String> VERBS = Set.of(
            "is", "has", "names", "selects", "cannot", "must", "needs", "was", "are", "fails", "lists", "repeats");

    private final CheckReport report;
    private final Details details;
    private final Paint paint;
    private final StringBuilder out = new StringBuilder();

    TextReport(CheckReport report, Details details, Paint paint) {
        this.report = report;
        this.details = details;
        this.paint = paint;
    }

    String write() {
        LineReport.shown(report, details).forEach(this::finding);
        if (details.coverage() && !report.coverage().isEmpty()) {
            out.append(CoverageTable.of(report.coverage(), paint)).append('\n');
        }
        if (!details.quiet()) {
            out.append(paint.strong(Summary.of(report))).append('\n');
        }
        return out.toString();
    }

    private void finding(Finding finding) {
        Problem problem = finding.problem();
        String severity = problem.severity().name().toLowerCase(Locale.ROOT) + "[" + problem.code() + "]";
        out.append(paint.severity(problem.severity(), severity))
                .append(paint.strong(": " + Printable.of(headline(finding))))
                .append('\n');
        if (!isAboutPath(problem)) {
            out.append("  ").append(Printable.of(place(problem))).append('\n');
        }
        String margin = "  ";
        if (finding.excerpt() != null) {
            String number = Integer.toString(problem.where().line());
            margin = " ".repeat(number.length() + 3);
            PointedLine line = PointedLine.of(finding.excerpt());
            out.append("  ")
                    .append(paint.faint(number + " | "))
                    .append(line.text())
                    .append('\n');
            out.append(margin)
                    .append(paint.faint("| "))
                    .append(" ".repeat(line.before()))
                    .append(paint.severity(problem.severity(), "^".repeat(line.width())))
                    .append('\n');
        }
        if (problem.expected() != null) {
            out.append(margin)
                    .append(paint.faint(finding.excerpt() == null ? "" : "= "))
                    .append(paint.hint("expected: " + Printable.of(problem.expected())))
                    .append('\n');
        }
        out.append('\n');
    }

    private static String headline(Finding finding) {
        Problem problem = finding.problem();
        String subject = finding.field();
        String first = problem.message().split(" ", 2)[0];
        boolean goesOn = VERBS.contains(first);
        if (!goesOn && subject.equals(first.replaceAll(":$", ""))) {
            return problem.message();
        }
        if (!subject.isEmpty()) {
            return subject + (goesOn ? " " : ": ") + problem.message();
        }
        String title = problem.resource().isEmpty() ? problem.where().file() : problem.resource();
        return (goesOn ? title + " " : "") + problem.message();
    }

    private static String place(Problem problem) {
        return Stream.of(
                        problem.where().position(),
                        problem.resource(),
                        problem.where().path())
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining("  "));
    }

    /** Whether it speaks of a file or folder that has no lines to point at. */
    private static boolean isAboutPath(Problem problem) {
        return problem.code().equals(CheckInput.UNREADABLE) || problem.code().equals(CheckInput.NOTHING_TO_CHECK);
    }
}
