package io.sallyport.cli.check;

import io.sallyport.cli.ExitCode;
import io.sallyport.istio.Problem.Severity;
import java.util.List;

/**
 * What came of a check.
 *
 * @param files how many files were read
 * @param resources how many Istio resources are in them
 * @param strict whether warnings count as errors do
 * @param findings every problem, by file, line and column
 * @param coverage each field used, once
 */
public record CheckReport(
        int files, int resources, boolean strict, List<Finding> findings, List<CoverageLine> coverage) {

    public CheckReport {
        findings = List.copyOf(findings);
        coverage = List.copyOf(coverage);
    }

    /** Whether `run` would take the files. */
    public boolean accepted() {
        return count(Severity.ERROR) == 0;
    }

    /** Whether nothing was found that fails this check: no error and, when strict, no warning. */
    public boolean passed() {
        return accepted() && !(strict && count(Severity.WARNING) > 0);
    }

    /** 0 or 1, see {@link ExitCode}. */
    public int exitCode() {
        return passed() ? ExitCode.OK : ExitCode.REFUSED;
    }

    /** How many findings are of that severity. */
    public long count(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.problem().severity() == severity)
                .count();
    }

    /** How many of the fields used are enforced so. */
    public long count(Enforcement enforcement) {
        return coverage.stream()
                .filter(line -> line.enforcement() == enforcement)
                .count();
    }
}
