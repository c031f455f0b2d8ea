package io.sallyport.cli.check;

import io.sallyport.istio.Where;
import org.jspecify.annotations.Nullable;

/**
 * The line a problem points at.
 *
 * @param text the line, without secrets and not yet fit for a terminal
 * @param from index of the first character pointed at
 * @param to index after the last one
 * @param endColumn column after the last character pointed at, in code points from 1; 0 where that is not known
 */
record Excerpt(String text, int from, int to, int endColumn) {

    /** Longer lines are JSON without line ends; nobody reads them in a report. */
    static final int LONGEST_LINE = 4_000;

    /** The excerpt for a place; null where the file has no such place, or a line too long to show. */
    static @Nullable Excerpt of(SourceLines lines, Where where) {
        if (!lines.has(where.line())) {
            return null;
        }
        String line = lines.line(where.line());
        if (line.isBlank() || line.length() > LONGEST_LINE) {
            return null;
        }
        int points = line.codePointCount(0, line.length());
        int from = line.offsetByCodePoints(0, Math.min(where.column() - 1, points));
        int hidden = Secrets.hiddenFrom(lines, where.line());
        if (from >= line.length()) {
            return hide(line, hidden, line.length(), line.length() + 1, 0);
        }
        int end = Span.end(line, from);
        if (end > 0 && pointsAtWhole(line, from, end, where.path())) {
            return hide(line, hidden, from, end, line.codePointCount(0, end) + 1);
        }
        int all = end < 0 && line.charAt(from) != '[' && line.charAt(from) != '{' ? line.length() : from + 1;
        return hide(line, hidden, from, all, 0);
    }

    /** Whether it is a value, or the key that the path names; another key is merely where a mapping begins. */
    private static boolean pointsAtWhole(String line, int from, int end, String path) {
        if (!Span.isKey(line, end)) {
            return true;
        }
        String key = line.substring(from, end).replaceAll("^[\"']|[\"']$", "");
        for (String step : path.split("[.\\[\\]\"]+", -1)) {
            if (step.equals(key)) {
                return true;
            }
        }
        return false;
    }

    private static Excerpt hide(String line, int hidden, int from, int to, int endColumn) {
        if (hidden >= line.length()) {
            return new Excerpt(line, from, to, endColumn);
        }
        String shown = line.substring(0, hidden) + Secrets.HIDDEN;
        return from < hidden
                ? new Excerpt(shown, from, Math.min(to, hidden), endColumn)
                : new Excerpt(shown, hidden, shown.length(), endColumn);
    }
}
