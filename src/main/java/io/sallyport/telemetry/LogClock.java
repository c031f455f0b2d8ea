package io.sallyport.telemetry;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes times as Envoy does, {@code 2025-01-31T12:00:00.123Z}; each millisecond made once. One a thread. */
final class LogClock {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.", Locale.ROOT).withZone(ZoneOffset.UTC);

    private long second = Long.MIN_VALUE;
    private String seconds = "";
    private long milli = Long.MIN_VALUE;
    private String text = "";

    /** The time, given in milliseconds since 1970. */
    String format(long epochMillis) {
        if (epochMillis == milli) {
            return text;
        }
        long wanted = Math.floorDiv(epochMillis, 1000L);
        if (wanted != second) {
            second = wanted;
            seconds = SECONDS.format(Instant.ofEpochSecond(wanted));
        }
        int millis = (int) Math.floorMod(epochMillis, 1000L);
        String zeros = millis < 10 ? "00" : millis < 100 ? "0" : "";
        milli = epochMillis;
        text = seconds + zeros + millis + "Z";
        return text;
    }
}
