package io.sallyport.cli.check;

import io.sallyport.istio.Problem;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A problem, with the line it points at. Made by {@link Checker}, which leaves secrets out.
 *
 * @param excerpt null where there is no line to show
 */
public record Finding(Problem problem, @Nullable Excerpt excerpt) {

    private static final int STEPS = 2;

    /** Column after the last character pointed at, on the problem's line; 0 where that is not known. */
    int endColumn() {
        return excerpt == null ? 0 : excerpt.endColumn();
    }

    /** The end of the field's path that says enough in a headline: {@code destination.host}, or {@code hosts[0]}. */
    String field() {
        String path = problem.where().path();
        List<Integer> starts = new ArrayList<>(List.of(0));
        boolean quoted = false;
        for (int at = 0; at < path.length(); at++) {
            char c = path.charAt(at);
            quoted ^= c == '"' && path.charAt(Math.max(0, at - 1)) != '\\';
            if (c == '.' && !quoted) {
                starts.add(at + 1);
            }
        }
        String end = path.substring(starts.get(Math.max(0, starts.size() - STEPS)));
        return end.startsWith("spec.") ? end.substring("spec.".length()) : end;
    }
}
