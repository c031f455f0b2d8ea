package io.sallyport.admin.api;

import io.sallyport.admin.traffic.Tally;
import io.vertx.core.json.JsonObject;

/** Counts as JSON. */
final class TallyJson {

    private static final String[] CLASSES = {"none", "1xx", "2xx", "3xx", "4xx", "5xx"};

    private TallyJson() {}

    /**
     * @param seconds the time they were counted in
     */
    static JsonObject of(Tally tally, double seconds) {
        long count = tally.count();
        JsonObject codes = new JsonObject();
        for (int hundreds = 0; hundreds < Tally.CLASSES; hundreds++) {
            if (tally.ofClass(hundreds) > 0) {
                codes.put(CLASSES[hundreds], tally.ofClass(hundreds));
            }
        }
        return new JsonObject()
                .put("count", count)
                .put("rate", round(count / Math.max(1, seconds)))
                .put("failures", tally.failures())
                .put("errorShare", count == 0 ? 0 : round((double) tally.failures() / count))
                .put("codes", codes)
                .put("p50", round(tally.percentile(0.5)))
                .put("p90", round(tally.percentile(0.9)))
                .put("p99", round(tally.percentile(0.99)));
    }

    /** To four digits behind the point. */
    static double round(double number) {
        return Math.round(number * 10_000) / 10_000.0;
    }
}
