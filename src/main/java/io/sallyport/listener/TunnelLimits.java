package io.sallyport.listener;

import io.sallyport.policy.ConnectionLimits;
import java.time.Duration;

/**
 * How long a tunnel may be silent and how long it may last: as its cluster says, else as the listener does.
 *
 * @param idleNanos 0 for ever
 * @param longestMillis 0 for ever
 */
record TunnelLimits(long idleNanos, long longestMillis) {

    static TunnelLimits of(ListenerSettings settings, ConnectionLimits limits) {
        Duration idle = limits.tunnelIdleTimeout();
        Duration longest = limits.maxConnectionDuration();
        long own = settings.tunnelMaxDuration().toMillis();
        long written = longest == null ? 0 : longest.toMillis();
        return new TunnelLimits(
                (idle == null ? settings.tunnelIdleTimeout() : idle).toNanos(),
                own == 0 || written == 0 ? Math.max(own, written) : Math.min(own, written));
    }

    boolean isIdleForEver() {
        return idleNanos == 0;
    }
}
