package io.sallyport.reload;

import io.sallyport.istio.Problem;
import java.time.Instant;
import java.util.List;

/**
 * How one attempt to load the configuration went.
 *
 * @param at when it ended
 * @param trigger what caused it: {@code start}, {@code SIGHUP}, or the file that changed
 * @param accepted whether it is in force now
 * @param generation the generation in force after it; 0 while there is none
 * @param resources how many resources were read
 * @param problems all that was found, errors and warnings of every file
 */
public record ReloadReport(
        Instant at, String trigger, boolean accepted, long generation, int resources, List<Problem> problems) {

    public ReloadReport {
        problems = List.copyOf(problems);
    }

    /** The problems of one severity. */
    public long count(Problem.Severity severity) {
        return problems.stream()
                .filter(problem -> problem.severity() == severity)
                .count();
    }
}
