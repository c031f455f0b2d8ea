package io.sallyport.compile;

import io.sallyport.fields.Field;
import io.sallyport.fields.Support;
import io.sallyport.istio.Problem;
import io.sallyport.istio.Resource;
import io.sallyport.istio.Where;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What becomes of each field that is written: enforced, approximated, ignored or rejected. */
public final class Coverage {

    private final Map<Where, String> told = new HashMap<>();
    private final List<FieldUse> uses = new ArrayList<>();

    private Coverage(List<Problem> problems) {
        for (Problem problem : problems) {
            if (problem.code().equals(FieldReport.NOT_ENFORCED)) {
                told.putIfAbsent(problem.where(), problem.message());
            }
        }
    }

    /**
     * All fields written in resources, in the order of the resources and of their files. Names of one's own, such as
     * labels, are not fields.
     *
     * @param problems what compiling found: a field that is enforced but for the value that is written counts as rejected
     */
    public static List<FieldUse> of(List<Resource> resources, List<Problem> problems) {
        Coverage coverage = new Coverage(problems);
        resources.forEach(coverage::add);
        return List.copyOf(coverage.uses);
    }

    private void add(Resource resource) {
        String title = resource.title();
        WrittenFields.walk(resource, (field, where) -> uses.add(use(title, field, where)));
    }

    private FieldUse use(String title, Field field, Where where) {
        if (field.support() != Support.ENFORCED && !isHarmless(field, where)) {
            return new FieldUse(title, where, field.path(), field.support(), field.difference());
        }
        String message = told.get(where);
        return message == null
                ? new FieldUse(title, where, field.path(), Support.ENFORCED, "")
                : new FieldUse(title, where, field.path(), Support.REJECTED, message);
    }

    /** Whether what is written asks for nothing that would have to be enforced. */
    static boolean isHarmless(Field field, Where where) {
        return field.support() != Support.ENFORCED && where.isBlank();
    }
}
