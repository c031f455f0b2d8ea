package io.sallyport.cli.check;

/**
 * A line as a terminal shows it.
 *
 * @param text printable, long ones cut around what is pointed at
 * @param before cells before the first one pointed at
 * @param width cells pointed at, at least 1
 */
record PointedLine(String text, int before, int width) {

    /** Cells of a line that are shown. */
    static final int WIDEST = 120;

    /** Cells kept before what is pointed at, in a line that is cut. */
    private static final int LEAD = 40;

    private static final String CUT = "...";

    private static final int TAB = 4;

    static PointedLine of(Excerpt excerpt) {
        String line = excerpt.text();
        int before = cells(line.substring(0, excerpt.from()));
        int start = 0;
        StringBuilder text = new StringBuilder();
        if (cells(line) > WIDEST && before > LEAD) {
            text.append(CUT);
            start = skip(line, before - LEAD);
        }
        int pointed = 0;
        int at = start;
        int used = text.length();
        before = used;
        while (at < line.length() && used < WIDEST) {
            int point = line.codePointAt(at);
            int cells = append(text, point);
            before += at < excerpt.from() ? cells : 0;
            pointed += at >= excerpt.from() && at < excerpt.to() ? cells : 0;
            used += cells;
            at += Character.charCount(point);
        }
        if (at < line.length()) {
            text.append(CUT);
        }
        return new PointedLine(text.toString().stripTrailing(), before, Math.max(pointed, 1));
    }

    /** The index where so many cells are passed. */
    private static int skip(String line, int cells) {
        StringBuilder passed = new StringBuilder();
        int at = 0;
        for (int used = 0; used < cells; at += Character.charCount(line.codePointAt(at))) {
            used += append(passed, line.codePointAt(at));
        }
        return at;
    }

    private static int cells(String text) {
        StringBuilder shown = new StringBuilder();
        return text.codePoints().map(point -> append(shown, point)).sum();
    }

    private static int append(StringBuilder to, int point) {
        if (point == '\t') {
            to.repeat(' ', TAB);
            return TAB;
        }
        int length = to.length();
        Printable.append(to, point);
        int added = to.length() - length;
        return added > Character.charCount(point) ? added : DisplayWidth.of(point);
    }
}
