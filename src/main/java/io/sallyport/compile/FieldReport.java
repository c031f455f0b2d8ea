package io.sallyport.compile;

import io.sallyport.fields.Field;
import io.sallyport.istio.Problem;
import io.sallyport.istio.Resource;
import io.sallyport.istio.Where;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Tells of every written field that is not obeyed as in Istio. The last step of compiling: where an earlier one said
 * more of a field, or that the whole resource has no effect, nothing is added.
 */
final class FieldReport {

    static final String NOT_ENFORCED = "not-enforced";
    private static final String APPROXIMATED = "approximated";

    private final ProblemCollector problems;
    private final Set<Where> told = new HashSet<>();
    private final Set<Where> withoutEffect = new HashSet<>();

    FieldReport(ProblemCollector problems) {
        this.problems = problems;
    }

    void report(List<? extends Resource> resources) {
        for (Problem problem : problems.found()) {
            if (problem.code().equals(NOT_ENFORCED)) {
                told.add(problem.where());
            } else if (isWithoutEffect(problem)) {
                withoutEffect.add(problem.where());
            }
        }
        for (Resource resource : resources) {
            if (!withoutEffect.contains(resource.where())) {
                report(resource);
            }
        }
    }

    private void report(Resource resource) {
        ResourceProblems own = problems.of(resource);
        Set<String> approximated = new HashSet<>();
        WrittenFields.walk(resource, (field, where) -> {
            if (isTold(where)) {
                return false;
            }
            if (Coverage.isHarmless(field, where)) {
                return true;
            }
            return switch (field.support()) {
                case ENFORCED -> true;
                case APPROXIMATED -> {
                    // Once a resource will do: the same difference at every route teaches nothing more.
                    if (approximated.add(field.path())) {
                        own.note(where, APPROXIMATED, field.difference());
                    }
                    yield true;
                }
                case IGNORED, REJECTED -> {
                    own.warning(where, NOT_ENFORCED, null, sentence(field));
                    yield false;
                }
            };
        });
    }

    private boolean isTold(Where where) {
        // Mostly nothing was, and a place's hash costs more than asking.
        return !told.isEmpty() && told.contains(where);
    }

    private static boolean isWithoutEffect(Problem problem) {
        return problem.where().path().isEmpty()
                && (problem.code().equals("no-effect") || problem.code().startsWith("duplicate-"));
    }

    private static String sentence(Field field) {
        return field.difference().isEmpty() ? "is not enforced" : "is not enforced: " + field.difference();
    }
}
