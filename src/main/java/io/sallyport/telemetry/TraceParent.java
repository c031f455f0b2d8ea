package io.sallyport.telemetry;

import org.jspecify.annotations.Nullable;

/** Reads the trace's id out of a {@code traceparent} field (W3C Trace Context, section 3.2). */
final class TraceParent {

    private static final int LENGTH = 55;

    private TraceParent() {}

    /** The 32 hexadecimal digits of the trace's id, or null where the field is not valid. */
    static @Nullable String traceId(@Nullable String field) {
        if (field == null || field.length() < LENGTH || field.startsWith("ff")) {
            return null;
        }
        boolean present = field.startsWith("00");
        if (present ? field.length() != LENGTH : (field.length() > LENGTH && field.charAt(LENGTH) != '-')) {
            return null;
        }
        boolean shaped = isHex(field, 0, 2)
                && field.charAt(2) == '-'
                && isHex(field, 3, 35)
                && field.charAt(35) == '-'
                && isHex(field, 36, 52)
                && field.charAt(52) == '-'
                && isHex(field, 53, LENGTH);
        return shaped && !isZero(field, 3, 35) && !isZero(field, 36, 52) ? field.substring(3, 35) : null;
    }

    private static boolean isHex(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            char c = text.charAt(i);
            if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'))) {
                return false;
            }
        }
        return true;
    }

    private static boolean isZero(String text, int from, int to) {
        for (int i = from; i < to; i++) {
            if (text.charAt(i) != '0') {
                return false;
            }
        }
        return true;
    }
}
