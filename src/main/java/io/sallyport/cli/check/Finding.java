package io.sallyport.cli.check;

import io.sallyport.istio.Problem;
import org.jspecify.annotations.Nullable;

/**
 * A problem, with the line it points at. Made by {@link Checker}, which leaves secrets out.
 *
 * @param excerpt null where there is no line to show
 */
public record Finding(Problem problem, @Nullable Excerpt excerpt) {

    /** Column after the last character pointed at, on the problem's line; 0 where that is not known. */
    int endColumn() {
        return excerpt == null ? 0 : excerpt.endColumn();
    }

    /** {@code a.b[0].c} without what comes before the last field: {@code c}, or {@code b[0]}. */
    String field() {
        String path = problem.where().path();
        boolean quoted = false;
        int start = 0;
        for (int at = 0; at < path.length(); at++) {
            char c = path.charAt(at);
            quoted ^= c == '"' && path.charAt(Math.max(0, at - 1)) != '\\';
            if (c == '.' && !quoted) {
                start = at + 1;
            }
        }
        return path.substring(start);
    }
}
