package io.sallyport.policy;

import com.google.re2j.Pattern;

/**
 * What an expression says of the beginning of every text that it covers whole, and what comes behind. Paths are mostly
 * matched by expressions such as {@code /shop/.*} or {@code /shop/[0-9]+}, which need no machine, or need it seldom.
 *
 * @param literal characters with which every such text begins; may be empty
 * @param rest what the expression says of all behind
 */
record RegexStart(String literal, Rest rest) {

    /** What comes behind the literal beginning. */
    enum Rest {
        NOTHING,
        /** {@code .*}: anything but a line break. */
        ANY_LINE,
        EXPRESSION
    }

    private static final RegexStart UNKNOWN = new RegexStart("", Rest.EXPRESSION);

    static RegexStart of(Pattern pattern) {
        String expression = pattern.pattern();
        // With an alternative there are several beginnings; with a flag a letter may be more than itself.
        if (pattern.flags() != 0 || expression.indexOf('|') >= 0) {
            return UNKNOWN;
        }
        StringBuilder literal = new StringBuilder();
        int at = expression.startsWith("^") ? 1 : 0;
        int last = at;
        while (at < expression.length()) {
            int begins = at;
            char c = expression.charAt(at);
            if (c == '\\' && at + 1 < expression.length() && isPunctuation(expression.charAt(at + 1))) {
                literal.append(expression.charAt(at + 1));
                at += 2;
            } else if (isItself(c)) {
                literal.append(c);
                at++;
            } else {
                break;
            }
            last = begins;
        }
        String behind = expression.substring(at);
        if (!beginsAfresh(behind)) {
            // The last character may be missing from the text, or come several times.
            if (!literal.isEmpty()) {
                literal.setLength(literal.length() - 1);
            }
            behind = expression.substring(last);
        }
        return new RegexStart(literal.toString(), rest(behind));
    }

    /**
     * Whether what comes behind says nothing of the character before it. Besides repetitions themselves those that hide
     * one do: in {@code a(?i)*} and {@code a\Q\E*} it is the a that is repeated.
     */
    private static boolean beginsAfresh(String behind) {
        return behind.isEmpty()
                || ".[$".indexOf(behind.charAt(0)) >= 0
                || (behind.startsWith("(") && !behind.startsWith("(?"));
    }

    private static Rest rest(String behind) {
        return switch (behind) {
            case "", "$" -> Rest.NOTHING;
            case ".*", ".*$" -> Rest.ANY_LINE;
            default -> Rest.EXPRESSION;
        };
    }

    /** ASCII only: others may be two characters that stand for one. */
    private static boolean isItself(char c) {
        return c > ' ' && c < 0x7F && "\\.+*?()|[]{}^$".indexOf(c) < 0;
    }

    private static boolean isPunctuation(char c) {
        return c > ' ' && c < 0x7F && !Character.isLetterOrDigit(c) && c != '_';
    }
}
