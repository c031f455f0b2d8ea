package io.sallyport.istio;

import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A type of value: reads it from a node, or reports what is wrong with it and reads nothing.
 *
 * @param wanted what is expected, for the message
 * @param accepts the meaning that an unquoted value must have
 * @param reader makes the value out of the text, null if it cannot
 * @param code kind of the problem if the reader cannot
 * @param refused what to say then about the value
 */
record Values<T>(
        String wanted, ScalarMeaning accepts, Function<String, @Nullable T> reader, String code, String refused) {
    static final Values<Boolean> FLAG = new Values<>(
            "true or false", ScalarMeaning.BOOLEAN, ScalarMeaning::truth, "wrong-type", "is not a boolean");
    static final Values<String> TEXT = text(Integer.MAX_VALUE);
    static final Values<Long> INTEGER = integer(Integer.MIN_VALUE, Integer.MAX_VALUE);
    static final Values<Double> NUMBER = number(-Double.MAX_VALUE, Double.MAX_VALUE);
    static final Values<Long> UNSIGNED = integer(0, 4_294_967_295L);
    static final Values<Duration> DURATION = new Values<>(
            "a number with a unit, such as 3s or 250ms",
            ScalarMeaning.STRING,
            DurationText::parse,
            "bad-duration",
            "is not a duration");
    static final Values<Instant> INSTANT = new Values<>(
            "a time such as 2026-01-31T12:00:00Z", ScalarMeaning.STRING, Values::time, "bad-time", "is not a time");
    static final Values<String> BASE64 =
            new Values<>("base64", ScalarMeaning.STRING, Values::checkedBase64, "bad-base64", "is not base64");

    private static final Set<String> BLANK = Set.of(
            "false",
            "False",
            "FALSE",
            "no",
            "No",
            "NO",
            "off",
            "Off",
            "OFF",
            "0",
            "0s",
            "",
            "DEFAULT",
            "UNSPECIFIED",
            "MESH_EXTERNAL",
            "TLS_AUTO",
            "DO_NOT_UPGRADE");
    private static final double LARGEST_EXACT = 9_007_199_254_740_992d;

    static Values<String> text(int longest) {
        return new Values<>(
                longest == Integer.MAX_VALUE ? "a string" : "at most " + longest + " characters",
                ScalarMeaning.STRING,
                text -> text.length() <= longest || text.codePointCount(0, text.length()) <= longest ? text : null,
                "too-long",
                "is too long");
    }

    static Values<Long> integer(long least, long most) {
        var wanted = most == Long.MAX_VALUE
                ? "an integer of " + least + " or more"
                : "an integer from " + least + " to " + most;
        return new Values<>(
                wanted,
                ScalarMeaning.NUMBER,
                text -> {
                    var value = whole(NumberText.parse(text));
                    return value != null && value >= least && value <= most ? value : null;
                },
                "out-of-range",
                "is out of range");
    }

    static Values<Double> number(double least, double most) {
        var wanted = least == -Double.MAX_VALUE
                ? "a number"
                : most == Double.MAX_VALUE
                        ? "a number of " + whole(least) + " or more"
                        : "a number from " + whole(least) + " to " + whole(most);
        return new Values<>(
                wanted,
                ScalarMeaning.NUMBER,
                text -> {
                    var number = NumberText.parse(text);
                    return number != null && number.doubleValue() >= least && number.doubleValue() <= most
                            ? Double.valueOf(number.doubleValue())
                            : null;
                },
                "out-of-range",
                "is out of range");
    }

    static <E extends Enum<E>> Values<E> choice(E[] choices) {
        var names = Arrays.stream(choices).map(Enum::name).toList();
        return new Values<>(
                "one of " + String.join(", ", names),
                ScalarMeaning.STRING,
                text -> names.contains(text) ? choices[names.indexOf(text)] : null,
                "bad-enum",
                "is not allowed here");
    }

    @Nullable
    T read(YamlNode node, Where where, Problems problems) {
        if (!(node instanceof YamlNode.Scalar scalar)) {
            wrongType(node, where, wanted, problems);
            return null;
        }
        var meaning = ScalarMeaning.of(scalar);
        if (meaning != accepts) {
            reportMeaning(scalar, meaning, where, problems);
            return null;
        }
        var value = reader.apply(scalar.text());
        if (value == null) {
            boolean fraction = code.equals("out-of-range") && wanted.startsWith("an integer") && isFraction(scalar);
            problems.error(
                    fraction ? "wrong-type" : code,
                    where,
                    Quoted.inside(scalar.text()),
                    shown(scalar) + " " + (fraction ? "is not an integer" : refused),
                    wanted);
        }
        return value;
    }

    private void reportMeaning(YamlNode.Scalar scalar, ScalarMeaning meaning, Where where, Problems problems) {
        if (meaning == ScalarMeaning.NULL) {
            problems.error("wrong-type", where, null, "there is no value", wanted);
            return;
        }
        boolean bareNumber = code.equals("bad-duration") && meaning == ScalarMeaning.NUMBER;
        problems.error(
                bareNumber ? code : "wrong-type",
                where,
                Quoted.inside(scalar.text()),
                shown(scalar) + " is " + meaning.noun(),
                accepts == ScalarMeaning.STRING && code.equals("too-long")
                        ? "a string, such as " + Quoted.text(scalar.text())
                        : wanted);
    }

    static void wrongType(YamlNode node, Where where, String wanted, Problems problems) {
        switch (node) {
            case YamlNode.Mapping ignored -> problems.error("wrong-type", where, null, "this is a mapping", wanted);
            case YamlNode.Sequence ignored -> problems.error("wrong-type", where, null, "this is a list", wanted);
            case YamlNode.Scalar scalar
            when isNull(scalar) -> problems.error("wrong-type", where, null, "there is no value", wanted);
            case YamlNode.Scalar scalar ->
                problems.error(
                        "wrong-type",
                        where,
                        Quoted.inside(scalar.text()),
                        shown(scalar) + " is " + ScalarMeaning.of(scalar).noun(),
                        wanted);
        }
    }

    /** Whether it is one of the values that mean the same as none: null, false, zero, nothing, or an enumeration's word
     * for it. */
    static boolean isBlank(YamlNode node) {
        return switch (node) {
            case YamlNode.Scalar scalar -> BLANK.contains(scalar.text()) || isNull(scalar);
            case YamlNode.Sequence list -> list.items().isEmpty();
            case YamlNode.Mapping ignored -> false;
        };
    }

    static boolean isNull(YamlNode node) {
        return node instanceof YamlNode.Scalar scalar && ScalarMeaning.of(scalar) == ScalarMeaning.NULL;
    }

    /** Strings in quotes, other values bare. */
    private static String shown(YamlNode.Scalar scalar) {
        return ScalarMeaning.of(scalar) == ScalarMeaning.STRING
                ? Quoted.text(scalar.text())
                : Quoted.inside(scalar.text());
    }

    private static boolean isFraction(YamlNode.Scalar scalar) {
        return NumberText.parse(scalar.text()) instanceof Double number && number != Math.rint(number);
    }

    private static String whole(double bound) {
        return Long.toString((long) bound);
    }

    /** The integer that a number is, also when written as {@code 80.0} or {@code 1e2}, which JSON does not tell apart. */
    private static @Nullable Long whole(@Nullable Number number) {
        return switch (number) {
            case Long integer -> integer;
            case Double real when real == Math.rint(real) && Math.abs(real) <= LARGEST_EXACT -> real.longValue();
            case null, default -> null;
        };
    }

    private static @Nullable Instant time(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeParseException exception) {
            return null;
        }
    }

    private static @Nullable String checkedBase64(String text) {
        try {
            Base64.getDecoder().decode(text);
            return text;
        } catch (IllegalArgumentException exception) {
            return null;
        }
    }
}
