package io.sallyport.admin.api;

import io.sallyport.upstream.ClusterReading;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** What the pages show of the process, and may ask of it. {@code app} answers. Thread-safe. */
public interface RunningProcess {

    /** What goes on at each cluster that was called. */
    List<ClusterReading> clusters();

    /** Until when the servers' certificates are good, as last seen; by host. */
    Map<String, Instant> certificates();

    /** All metrics in Prometheus' text format. */
    String metrics();

    /** Why no traffic should come; empty when it may. */
    String unreadiness();

    /** Takes no new exchanges, and lets those in flight end. Returns at once; the process goes on. */
    void drain();

    /** Drains and ends the process. Returns at once. */
    void end();
}
