package io.sallyport.istio;

import java.util.function.Consumer;

/**
 * Cuts a file at its {@code ---} lines, so that a syntax error in one document leaves the others readable. YAML allows
 * no such line inside any value, hence cutting before parsing is exact.
 */
final class DocumentSplitter {
    private final String text;
    private final Consumer<Part> parts;
    private int partStart;
    private int partLine;
    private boolean hasContent;

    private DocumentSplitter(String text, Consumer<Part> parts) {
        this.text = text;
        this.parts = parts;
    }

    /** Text of one or more documents, and how many lines come before it. */
    record Part(String text, int linesBefore) {}

    /** Hands over one part after the other. */
    static void split(String text, Consumer<Part> parts) {
        new DocumentSplitter(text, parts).split();
    }

    private void split() {
        int line = 0;
        int start = 0;
        while (start < text.length()) {
            int end = endOfLine(start);
            if (isMarker(start, end)) {
                cut(start, line);
            } else {
                hasContent |= isContent(start, end);
            }
            start = end + (text.startsWith("\r\n", end) ? 2 : 1);
            line++;
        }
        cut(text.length(), line);
    }

    /** Ends the current part, unless it holds only directives and comments, which belong to the document after it. */
    private void cut(int at, int line) {
        if (hasContent) {
            parts.accept(new Part(text.substring(partStart, at), partLine));
            partStart = at;
            partLine = line;
        }
        hasContent = true;
        if (at == text.length() && partStart < at) {
            parts.accept(new Part(text.substring(partStart, at), partLine));
        }
    }

    private int endOfLine(int start) {
        int end = start;
        while (end < text.length() && text.charAt(end) != '\n' && text.charAt(end) != '\r') {
            end++;
        }
        return end;
    }

    private boolean isMarker(int start, int end) {
        return text.startsWith("---", start)
                && (end == start + 3 || text.charAt(start + 3) == ' ' || text.charAt(start + 3) == '\t');
    }

    private boolean isContent(int start, int end) {
        int first = start;
        while (first < end && (text.charAt(first) == ' ' || text.charAt(first) == '\t')) {
            first++;
        }
        return first < end && text.charAt(first) != '#' && !(text.charAt(start) == '%');
    }
}
