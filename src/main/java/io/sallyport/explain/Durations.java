package io.sallyport.explain;

import java.time.Duration;

/** Durations as Istio writes them: {@code 3s}, {@code 1.5s}, {@code 25ms}. */
final class Durations {

    private Durations() {}

    static String words(Duration duration) {
        long millis = duration.toMillis();
        if (millis < 1000) {
            return millis + "ms";
        }
        if (millis % 60_000 == 0) {
            return millis % 3_600_000 == 0 ? millis / 3_600_000 + "h" : millis / 60_000 + "m";
        }
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis / 1000.0 + "s";
    }
}
