package io.sallyport.cli.check;

import java.util.Arrays;

/** A file's lines, counted as the YAML reader counts them: an end is LF, CR LF or CR, and a byte order mark is nothing. */
final class SourceLines {

    private static final char BYTE_ORDER_MARK = 0xFEFF;

    private final String text;
    private int[] starts = new int[64];
    private int count;

    SourceLines(String text) {
        this.text = text;
        int start = !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? 1 : 0;
        while (start <= text.length()) {
            add(start);
            int end = end(start);
            start = end + (text.startsWith("\r\n", end) ? 2 : 1);
        }
    }

    private void add(int start) {
        if (count == starts.length) {
            starts = Arrays.copyOf(starts, count * 2);
        }
        starts[count++] = start;
    }

    private int end(int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    /** Whether there is such a line, counted from 1. */
    boolean has(int line) {
        return line >= 1 && line <= count;
    }

    /** The line without its end. */
    String line(int line) {
        int start = starts[line - 1];
        return text.substring(start, end(start));
    }

    /** Spaces the line begins with; -1 where it holds nothing else. */
    int indent(int line) {
        int start = starts[line - 1];
        int at = start;
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
        return at == text.length() || text.charAt(at) == '\n' || text.charAt(at) == '\r' ? -1 : at - start;
    }
}
