package io.sallyport.istio;

import java.util.List;

/**
 * What came out of a set of files.
 *
 * @param resources in the order of files and documents. A resource with an unknown field is still here, so that later
 *     stages can find more in the same run; one with any other error is left out. Whether the set may be used depends
 *     on the problems alone.
 * @param problems all problems of all files
 */
public record Reading(List<Resource> resources, List<Problem> problems) {
    public Reading {
        resources = List.copyOf(resources);
        problems = List.copyOf(problems);
    }

    /** Whether any problem is an error. */
    public boolean hasErrors() {
        return problems.stream().anyMatch(problem -> problem.severity() == Problem.Severity.ERROR);
    }
}
