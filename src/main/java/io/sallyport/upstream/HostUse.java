package io.sallyport.upstream;

import io.sallyport.exchange.Outcome;
import io.sallyport.policy.OutlierDetection;
import org.jspecify.annotations.Nullable;

/** One try's, or one tunnel's, use of a host: counted while it lasts, and judged by how it went. */
final class HostUse {

    private static final int UNAVAILABLE = 503;
    private static final int TIMED_OUT = 504;
    private static final int OK = 200;

    private final Outliers outliers;
    private final @Nullable OutlierDetection settings;
    private final Host host;
    private boolean active;
    private boolean judged;

    HostUse(Outliers outliers, @Nullable OutlierDetection settings, Host host) {
        this.outliers = outliers;
        this.settings = settings;
        this.host = host;
    }

    void begin() {
        if (!active) {
            active = true;
            host.active.incrementAndGet();
        }
    }

    void end() {
        if (active) {
            active = false;
            host.active.decrementAndGet();
        }
    }

    /** A tunnel stands. */
    void connected() {
        responded(OK);
    }

    /** A final response's head came. */
    void responded(int status) {
        if (settings != null && !judged) {
            judged = true;
            outliers.responded(settings, host, status, System.nanoTime());
        }
    }

    /** It ended without a response; what is not the host's doing says nothing about it. */
    void failed(Outcome outcome) {
        int status = status(outcome);
        if (settings != null && !judged && status > 0) {
            judged = true;
            outliers.failed(settings, host, status, System.nanoTime());
        }
    }

    private static int status(Outcome outcome) {
        return switch (outcome) {
            case CONNECTION_REFUSED,
                    CONNECTION_TIMEOUT,
                    CONNECTION_FAILED,
                    TLS_FAILED,
                    TLS_CERTIFICATE_REJECTED,
                    TLS_ALERT_RECEIVED,
                    UPSTREAM_RESET,
                    STREAM_REFUSED,
                    UPSTREAM_MALFORMED -> UNAVAILABLE;
            case REQUEST_TIMEOUT, TRY_TIMEOUT, UPSTREAM_IDLE -> TIMED_OUT;
            case COMPLETED,
                    DENIED,
                    NO_ROUTE,
                    DESTINATION_UNKNOWN,
                    SERVER_NAME_MISMATCH,
                    ADDRESS_PROHIBITED,
                    LOOP_DETECTED,
                    DNS_FAILED,
                    DNS_TIMEOUT,
                    NO_HEALTHY_ENDPOINT,
                    POOL_FULL,
                    CLIENT_MALFORMED,
                    CLIENT_NOT_TLS,
                    CLIENT_TIMEOUT,
                    CLIENT_GONE,
                    DURATION_EXCEEDED,
                    OVERLOADED,
                    DRAINING,
                    INTERNAL -> 0;
        };
    }
}
