package io.sallyport.compile;

import io.sallyport.istio.Problem;
import io.sallyport.istio.Problem.Severity;
import io.sallyport.istio.Resource;
import io.sallyport.istio.Where;
import org.jspecify.annotations.Nullable;

/** Reports on one resource. Messages are sentences without a full stop that go on from the field's path. */
public final class ResourceProblems {

    private static final int LONGEST_VALUE = 80;

    private final ProblemCollector problems;
    private final Resource resource;

    ResourceProblems(ProblemCollector problems, Resource resource) {
        this.problems = problems;
        this.resource = resource;
    }

    Resource resource() {
        return resource;
    }

    /** The configuration is refused. */
    void error(Where where, String code, @Nullable Object value, String message, @Nullable String expected) {
        add(Severity.ERROR, where, code, value, message, expected);
    }

    /** It is taken, and someone should look. */
    public void warning(Where where, String code, @Nullable Object value, String message) {
        add(Severity.WARNING, where, code, value, message, null);
    }

    /** It is taken as well as can be. */
    void note(Where where, String code, String message) {
        add(Severity.NOTE, where, code, null, message, null);
    }

    /** The field is not enforced yet, and what it touches is refused rather than handled otherwise than written. */
    void refused(Where where, String consequence) {
        warning(where, "not-enforced", null, "is not enforced yet, so " + consequence);
    }

    private void add(
            Severity severity,
            Where where,
            String code,
            @Nullable Object value,
            String message,
            @Nullable String expected) {
        String written = value == null ? null : quoted(value.toString());
        problems.add(new Problem(severity, code, where, resource.title(), written, message, expected));
    }

    /** A text of a file, shortened and without control characters, fit for a one-line message. */
    public static String quoted(String text) {
        StringBuilder quoted = new StringBuilder();
        text.codePoints().limit(LONGEST_VALUE).forEach(point -> {
            if (Character.isISOControl(point) || Character.getType(point) == Character.FORMAT) {
                quoted.append(String.format("\\u%04x", point));
            } else {
                quoted.appendCodePoint(point);
            }
        });
        return text.codePointCount(0, text.length()) > LONGEST_VALUE ? quoted + "..." : quoted.toString();
    }
}
