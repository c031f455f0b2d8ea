package io.sallyport.compile.analysis;

import io.sallyport.compile.ProblemCollector;
import io.sallyport.istio.Problem;
import io.sallyport.istio.Resource;
import io.sallyport.istio.Where;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Where analyzers report. Of one place one thing is told once, and what a check has told before stands. */
final class Findings {

    /** A kind of problem at a place. */
    private record Told(String code, Where where) {}

    private final ProblemCollector problems;
    private final Set<Told> told = new HashSet<>();

    Findings(ProblemCollector problems) {
        this.problems = problems;
        for (Problem problem : problems.found()) {
            told.add(new Told(problem.code(), problem.where()));
        }
    }

    /** Reports on the resource; the message is as for {@link io.sallyport.compile.ResourceProblems#warning}. */
    void warning(Resource resource, Where where, String code, @Nullable Object value, String message) {
        if (told.add(new Told(code, where))) {
            problems.of(resource).warning(where, code, value, message);
        }
    }
}
