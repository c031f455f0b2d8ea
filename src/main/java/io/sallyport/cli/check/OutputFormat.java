package io.sallyport.cli.check;

/** The forms of a report. */
public enum OutputFormat {
    /** For a person: each problem with its line shown. */
    TEXT,
    /** For editors and grep: one line a problem. */
    LINE,
    /** For programs: one object, described in docs/check.md. */
    JSON,
    /** For code scanning: SARIF 2.1.0. */
    SARIF;

    /**
     * The report, ending in a line end or empty.
     *
     * @param details what a person wants to see; programs get all of it
     * @param paint colours for a person
     * @param version Sallyport's, for programs
     */
    public String write(CheckReport report, Details details, Paint paint, String version) {
        return switch (this) {
            case TEXT -> new TextReport(report, details, paint).write();
            case LINE -> LineReport.write(report, details);
            case JSON -> JsonReport.write(report, version);
            case SARIF -> SarifReport.write(report, version);
        };
    }

    /**
     * How much is told.
     *
     * @param quiet nothing but what makes the check fail
     * @param coverage a table of the fields used
     */
    public record Details(boolean quiet, boolean coverage) {}
}
