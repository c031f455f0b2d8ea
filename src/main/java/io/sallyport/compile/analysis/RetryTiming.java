package io.sallyport.compile.analysis;

import io.sallyport.istio.HttpRetry;
import io.sallyport.istio.HttpRoute;
import io.sallyport.istio.VirtualService;
import java.time.Duration;

/** Retries for which the route's timeout leaves no time. */
final class RetryTiming implements Analyzer {

    @Override
    public void run(Listing listing, Findings findings) {
        for (VirtualService owner : listing.virtualServices()) {
            for (HttpRoute route : owner.http()) {
                HttpRetry retries = route.retries();
                Duration timeout = route.timeout();
                if (retries != null && timeout != null && retries.perTryTimeout() != null) {
                    check(owner, retries, retries.perTryTimeout(), timeout, findings);
                }
            }
        }
    }

    private static void check(
            VirtualService owner, HttpRetry retries, Duration each, Duration timeout, Findings findings) {
        int attempts = retries.attempts() == null ? 0 : retries.attempts();
        if (attempts <= 0 || each.isZero() || each.isNegative()) {
            return;
        }
        if (each.compareTo(timeout) >= 0) {
            findings.warning(
                    owner,
                    retries.where().field("perTryTimeout"),
                    "retry-timing",
                    text(each),
                    text(each) + " for a try is not less than the route's timeout of " + text(timeout)
                            + ", so a try that takes too long is never repeated");
            return;
        }
        // A last retry begins when the first try and all other retries have used up their time.
        long possible = (timeout.toNanos() - 1) / each.toNanos();
        if (possible < attempts) {
            findings.warning(
                    owner,
                    retries.where().field("attempts"),
                    "retry-timing",
                    attempts,
                    "of " + attempts + " retries only " + possible + (possible == 1 ? " fits" : " fit")
                            + " into the route's timeout of " + text(timeout) + " when each try takes its "
                            + text(each));
        }
    }

    /** As it is written in YAML, in the unit that leaves no fraction. */
    private static String text(Duration duration) {
        return duration.toMillisPart() == 0 ? duration.toSeconds() + "s" : duration.toMillis() + "ms";
    }
}
