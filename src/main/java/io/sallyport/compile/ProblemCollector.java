package io.sallyport.compile;

import io.sallyport.istio.Problem;
import io.sallyport.istio.Problem.Severity;
import io.sallyport.istio.Resource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Gathers problems; nothing stops at the first, and nothing is told twice. */
public final class ProblemCollector {

    /** More would be read by nobody, and a file of millions of mistakes must not fill the memory. */
    static final int MOST = 10_000;

    private final List<Problem> earlier;
    private final Set<Problem> problems = new LinkedHashSet<>();
    private boolean errors;
    private int dropped;

    ProblemCollector(List<Problem> earlier) {
        this.earlier = List.copyOf(earlier);
        errors = earlier.stream().anyMatch(problem -> problem.severity() == Severity.ERROR);
    }

    /** Where the problems of one resource go. */
    public ResourceProblems of(Resource resource) {
        return new ResourceProblems(this, resource);
    }

    void add(Problem problem) {
        boolean error = problem.severity() == Severity.ERROR;
        // The first error is always kept: it is why there is no snapshot.
        if (problems.size() < MOST || (error && !errors)) {
            problems.add(problem);
        } else if (!problems.contains(problem)) {
            dropped++;
        }
        errors |= error;
    }

    /** What compiling found so far, in the order in which it was found. */
    public Collection<Problem> found() {
        return Collections.unmodifiableSet(problems);
    }

    boolean hasErrors() {
        return errors;
    }

    List<Problem> all() {
        List<Problem> all = new ArrayList<>(earlier);
        problems.stream()
                .sorted(Comparator.comparing(
                                (Problem problem) -> problem.where().file())
                        .thenComparingInt(problem -> problem.where().line())
                        .thenComparingInt(problem -> problem.where().column()))
                .forEach(all::add);
        if (dropped > 0) {
            all.add(new Problem(
                    Severity.NOTE,
                    "too-many-problems",
                    all.getLast().where(),
                    "",
                    null,
                    dropped + " more problems are not listed",
                    null));
        }
        return all;
    }
}
