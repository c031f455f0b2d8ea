package io.sallyport.telemetry;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Writes times as Envoy does, {@code 2025-01-31T12:00:00.123Z}; formats each second once. One a thread. */
final class LogClock {

    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.", Locale.ROOT).withZone(ZoneOffset.UTC);

    private long second = Long.MIN_VALUE;
    private String text = "";

    /** The time, given in milliseconds since 1970. */
    String format(long epochMillis) {
        long wanted = Math.floorDiv(epochMillis, 1000L);
        if (wanted != second) {
            second = wanted;
            text = SECONDS.format(Instant.ofEpochSecond(wanted));
        }
        int millis = (int) Math.floorMod(epochMillis, 1000L);
        String zeros = millis < 10 ? "00" : millis < 100 ? "0" : "";
        return text + zeros + millis + "Z";
    }
}
