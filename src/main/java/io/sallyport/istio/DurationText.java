package io.sallyport.istio;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.Map;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * Durations as Istio takes them: Go's notation of decimal numbers with units {@code h}, {@code m}, {@code s},
 * {@code ms}, {@code us} or {@code ns}, a sign allowed, up to about 292 years.
 */
final class DurationText {
    private static final Map<String, Long> NANOSECONDS = Map.of(
            "ns", 1L,
            "us", 1_000L,
            "\u00b5s", 1_000L,
            "\u03bcs", 1_000L,
            "ms", 1_000_000L,
            "s", 1_000_000_000L,
            "m", 60_000_000_000L,
            "h", 3_600_000_000_000L);
    /** More digits than a duration of 292 years to the nanosecond has. */
    private static final int LONGEST = 100;

    private final String text;
    private int at;

    private DurationText(String text) {
        this.text = text;
    }

    /** The duration, or null where the text is none or its value out of range. */
    static @Nullable Duration parse(String text) {
        return text.length() > LONGEST ? null : new DurationText(text).parse();
    }

    private @Nullable Duration parse() {
        boolean negative = text.startsWith("-");
        at = negative || text.startsWith("+") ? 1 : 0;
        if (text.substring(at).equals("0")) {
            return Duration.ZERO;
        }
        if (at == text.length()) {
            return null;
        }
        var total = BigDecimal.ZERO;
        while (at < text.length()) {
            var term = term();
            if (term == null) {
                return null;
            }
            total = total.add(term);
        }
        var nanoseconds = (negative ? total.negate() : total).toBigInteger();
        return nanoseconds.bitLength() < Long.SIZE ? Duration.ofNanos(nanoseconds.longValue()) : null;
    }

    /** One number with its unit, in nanoseconds without their fraction. */
    private @Nullable BigDecimal term() {
        int start = at;
        skip(c -> c >= '0' && c <= '9');
        int digits = at - start;
        if (at < text.length() && text.charAt(at) == '.') {
            at++;
            int fraction = at;
            skip(c -> c >= '0' && c <= '9');
            digits += at - fraction;
        }
        var number = text.substring(start, at);
        int unitStart = at;
        skip(c -> c != '.' && (c < '0' || c > '9'));
        var unit = NANOSECONDS.get(text.substring(unitStart, at));
        if (digits == 0 || unit == null) {
            return null;
        }
        return new BigDecimal(number).multiply(BigDecimal.valueOf(unit)).setScale(0, RoundingMode.DOWN);
    }

    private void skip(IntPredicate wanted) {
        while (at < text.length() && wanted.test(text.charAt(at))) {
            at++;
        }
    }
}
