package io.sallyport.cli.check;

/** Makes text out of files fit for a terminal: what would move the cursor or turn the writing direction is spelt out. */
final class Printable {

    private Printable() {}

    /** The text on one line, with {@code \}{@code u001b} in place of the character itself. */
    static String of(String text) {
        if (text.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
            return text;
        }
        StringBuilder printable = new StringBuilder(text.length() + 16);
        text.codePoints().forEach(point -> append(printable, point));
        return printable.toString();
    }

    static void append(StringBuilder to, int point) {
        if (isSafe(point)) {
            to.appendCodePoint(point);
        } else {
            to.append(String.format(point > 0xffff ? "\\U%08x" : "\\u%04x", point));
        }
    }

    private static boolean isSafe(int point) {
        return switch (Character.getType(point)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            default -> true;
        };
    }
}
