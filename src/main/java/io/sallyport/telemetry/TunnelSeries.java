package io.sallyport.telemetry;

import io.sallyport.exchange.CallerLabels;
import java.util.concurrent.atomic.LongAdder;

/** One series of each of the four {@code istio_tcp_*} counters. */
final class TunnelSeries {

    /**
     * What the series is about.
     *
     * @param caller the {@code source_*} labels
     * @param serviceName {@code destination_service_name}
     * @param flags {@code response_flags}
     */
    record Key(CallerLabels caller, String serviceName, String flags) {}

    private final Key key;
    final LongAdder opened = new LongAdder();
    final LongAdder closed = new LongAdder();
    /** To the caller. */
    final LongAdder sentBytes = new LongAdder();
    /** From the caller. */
    final LongAdder receivedBytes = new LongAdder();

    TunnelSeries(Key key) {
        this.key = key;
    }

    Key key() {
        return key;
    }
}
