package io.sallyport.istio;

/** Text from a file made fit for a one-line message: quoted, shortened, without control characters. */
final class Quoted {
    private static final int LONGEST = 80;

    private Quoted() {}

    static String text(String text) {
        return '"' + inside(text) + '"';
    }

    static String inside(String text) {
        var inside = new StringBuilder();
        text.codePoints().limit(LONGEST).forEach(point -> append(inside, point));
        return text.codePointCount(0, text.length()) > LONGEST
                ? inside.append("...").toString()
                : inside.toString();
    }

    private static void append(StringBuilder to, int point) {
        switch (point) {
            case '\n' -> to.append("\\n");
            case '\r' -> to.append("\\r");
            case '\t' -> to.append("\\t");
            case '"' -> to.append("\\\"");
            case '\\' -> to.append("\\\\");
            default -> {
                if (Character.isISOControl(point) || isFormatting(point)) {
                    to.append(String.format("\\u%04x", point));
                } else {
                    to.appendCodePoint(point);
                }
            }
        }
    }

    /** Invisible characters, among them those that turn the writing direction and so could disguise a message. */
    private static boolean isFormatting(int point) {
        int type = Character.getType(point);
        return type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }
}
