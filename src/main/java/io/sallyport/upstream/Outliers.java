package io.sallyport.upstream;

import io.sallyport.policy.OutlierDetection;
import java.util.Collection;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ejects hosts of one cluster that fail in a row, and lets them back in, as Envoy does. There is no timer: whoever
 * chooses a host looks first whether an interval has passed. Counting takes no lock; ejecting and returning, which are
 * rare, take one for as long as it takes to look at each host.
 */
final class Outliers {

    private static final long LONGEST_EJECTION = TimeUnit.SECONDS.toNanos(300);
    private static final int DEFAULT_LOCAL_FAILURES = 5;

    private final Collection<Host> hosts;
    private volatile int ejected;
    private volatile int version;
    private volatile long sweptNanos;

    /** @param hosts all of the cluster's, with addresses; may change meanwhile */
    Outliers(Collection<Host> hosts, long nowNanos) {
        this.hosts = hosts;
        this.sweptNanos = nowNanos;
    }

    /** Changes whenever a host is ejected or returns. */
    int version() {
        return version;
    }

    /** How many hosts are out. */
    int ejected() {
        return ejected;
    }

    /** A response came. */
    void responded(OutlierDetection settings, Host host, int status, long nowNanos) {
        if (settings.splitLocalOrigin()) {
            host.localFailures.set(0);
        }
        answered(settings, host, status, nowNanos);
    }

    /**
     * There was none: no connection, a reset, or too long a wait.
     *
     * @param status what it counts as where such failures are not counted apart: 503, or 504 for a timeout
     */
    void failed(OutlierDetection settings, Host host, int status, long nowNanos) {
        if (!settings.splitLocalOrigin()) {
            answered(settings, host, status, nowNanos);
            return;
        }
        Integer written = settings.consecutiveLocalOriginFailures();
        int bound = written == null ? DEFAULT_LOCAL_FAILURES : written;
        count(settings, host, host.localFailures, bound, nowNanos);
    }

    private void answered(OutlierDetection settings, Host host, int status, long nowNanos) {
        boolean failed = settings.errorCodes().isEmpty()
                ? status >= 500
                : settings.errorCodes().contains(status);
        if (!failed) {
            clear(host.serverErrors);
            clear(host.gatewayErrors);
            return;
        }
        if (status >= 502 && status <= 504) {
            count(settings, host, host.gatewayErrors, settings.consecutiveGatewayErrors(), nowNanos);
        } else {
            clear(host.gatewayErrors);
        }
        count(settings, host, host.serverErrors, settings.consecutive5xx(), nowNanos);
    }

    private static void clear(AtomicInteger count) {
        if (count.get() != 0) {
            count.set(0);
        }
    }

    private void count(OutlierDetection settings, Host host, AtomicInteger count, int bound, long nowNanos) {
        if (bound > 0 && count.incrementAndGet() >= bound) {
            count.set(0);
            eject(settings, host, nowNanos);
        }
    }

    private synchronized void eject(OutlierDetection settings, Host host, long nowNanos) {
        boolean few = 100L * (ejected + 1) <= (long) settings.maxEjectionPercent() * hosts.size();
        if (host.isEjected() || !(few || ejected == 0)) {
            return;
        }
        host.ejections++;
        host.ejectedNanos = nowNanos;
        host.eject(true);
        ejected++;
        version++;
    }

    /** Lets those back in whose time is over, once an interval. */
    void sweep(OutlierDetection settings, long nowNanos) {
        if (nowNanos - sweptNanos >= settings.interval().toNanos()) {
            sweepNow(settings, nowNanos);
        }
    }

    private synchronized void sweepNow(OutlierDetection settings, long nowNanos) {
        long interval = Math.max(1, settings.interval().toNanos());
        long passed = (nowNanos - sweptNanos) / interval;
        if (passed < 1) {
            return;
        }
        sweptNanos += passed * interval;
        for (Host host : hosts) {
            if (!host.isEjected()) {
                host.ejections = (int) Math.max(0, host.ejections - passed);
            } else if (nowNanos - host.ejectedNanos >= duration(settings, host.ejections)) {
                release(host);
            }
        }
    }

    /** Forgets what is known against a host that is no longer the cluster's, or whose time is over. */
    synchronized void release(Host host) {
        if (host.isEjected()) {
            host.eject(false);
            host.serverErrors.set(0);
            host.gatewayErrors.set(0);
            host.localFailures.set(0);
            ejected--;
            version++;
        }
    }

    /** Lets all back in: nothing is ejected any more. */
    synchronized void releaseAll() {
        hosts.forEach(this::release);
    }

    private static long duration(OutlierDetection settings, int ejections) {
        long base = settings.baseEjectionTime().toNanos();
        long longest = Math.max(base, LONGEST_EJECTION);
        return ejections > longest / Math.max(1, base) ? longest : base * ejections;
    }
}
