package io.sallyport.istio;

import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * Numbers as kubectl's YAML reader takes them: decimal, {@code 0x}, {@code 0o}, {@code 0b}, a leading zero for octal,
 * underscores between digits, and floating point.
 */
final class NumberText {
    /** More digits than any number that a field can hold; longer ones are not worth parsing. */
    private static final int LONGEST = 400;

    private NumberText() {}

    /** A long where the text is an integer that fits, a double for any other number, null for what is no number. */
    static @Nullable Number parse(String text) {
        if (text.isEmpty() || text.length() > LONGEST || !startsLikeNumber(text.charAt(0))) {
            return null;
        }
        var digits = text.replace("_", "");
        boolean negative = digits.startsWith("-");
        var unsigned = negative || digits.startsWith("+") ? digits.substring(1) : digits;
        int radix = radix(unsigned);
        var body = radix == 10 || radix == 0 ? unsigned : unsigned.substring(unsigned.charAt(1) <= '9' ? 1 : 2);
        if (isDigits(body, radix)) {
            return integer(body, radix, negative);
        }
        return isFloat(unsigned)
                ? (Number) Double.valueOf(Double.parseDouble(negative ? "-" + unsigned : unsigned))
                : null;
    }

    private static boolean startsLikeNumber(char first) {
        return (first >= '0' && first <= '9') || first == '-' || first == '+' || first == '.';
    }

    private static int radix(String unsigned) {
        if (unsigned.length() < 2 || unsigned.charAt(0) != '0') {
            return 10;
        }
        return switch (unsigned.charAt(1)) {
            case 'x', 'X' -> 16;
            case 'o', 'O' -> 8;
            case 'b', 'B' -> 2;
            case '0', '1', '2', '3', '4', '5', '6', '7' -> 8;
            default -> 10;
        };
    }

    private static Number integer(String digits, int radix, boolean negative) {
        var value = new BigInteger(negative ? "-" + digits : digits, radix);
        return value.bitLength() < Long.SIZE ? (Number) value.longValue() : value.doubleValue();
    }

    private static boolean isDigits(String text, int radix) {
        for (int at = 0; at < text.length(); at++) {
            if (text.charAt(at) > 'z' || Character.digit(text.charAt(at), radix) < 0) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** Digits with at most one point, digits after the point, and an exponent that may follow. */
    private static boolean isFloat(String text) {
        int at = skipDigits(text, 0);
        int whole = at;
        int fraction = 0;
        if (at < text.length() && text.charAt(at) == '.') {
            int end = skipDigits(text, at + 1);
            fraction = end - at - 1;
            at = end;
        }
        if (whole + fraction == 0) {
            return false;
        }
        if (at < text.length() && (text.charAt(at) == 'e' || text.charAt(at) == 'E')) {
            at++;
            if (at < text.length() && (text.charAt(at) == '+' || text.charAt(at) == '-')) {
                at++;
            }
            int end = skipDigits(text, at);
            return end > at && end == text.length();
        }
        return at == text.length();
    }

    private static int skipDigits(String text, int from) {
        int at = from;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        return at;
    }
}
