package io.sallyport.admin.traffic;

import java.util.List;
import java.util.concurrent.TimeUnit;

/** One hour of one edge: by the minute, and the last minute in steps of five seconds. Thread-safe, without locks. */
public final class EdgeHistory {

    /** Minutes that are remembered, the present one among them. */
    public static final int MINUTES = 60;

    static final long MINUTE = TimeUnit.MINUTES.toMillis(1);
    static final long STEP = TimeUnit.SECONDS.toMillis(5);

    /** Steps that are read for the last minute: it and what has begun of the next. */
    private static final int STEPS = 13;

    private final Edge edge;
    private final TimeRing minutes = new TimeRing(MINUTE, MINUTES);
    private final TimeRing steps = new TimeRing(STEP, STEPS);
    private volatile RecordedExchange latest;

    EdgeHistory(Edge edge, RecordedExchange first) {
        this.edge = edge;
        this.latest = first;
    }

    void count(RecordedExchange exchange) {
        minutes.count(exchange);
        steps.count(exchange);
        latest = exchange;
    }

    public Edge edge() {
        return edge;
    }

    /** The last exchange that was counted. */
    public RecordedExchange latest() {
        return latest;
    }

    /** The last minute, to within five seconds. */
    public Tally lastMinute(long now) {
        return steps.sum(now, STEPS);
    }

    /** The last minutes together, 1 to 60. */
    public Tally lastMinutes(long now, int wanted) {
        return minutes.sum(now, Math.clamp(wanted, 1, MINUTES));
    }

    /** The last hour, minute by minute; the present one last. */
    public List<Tally> hour(long now) {
        return minutes.each(now, MINUTES);
    }

    boolean isOlderThanAnHour(long now) {
        return latest.endedAt() < now - MINUTES * MINUTE;
    }
}
