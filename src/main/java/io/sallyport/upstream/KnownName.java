package io.sallyport.upstream;

/**
 * What was said of a name, and until when it counts. Times are of {@link System#nanoTime}.
 *
 * @param freshUntil until then it is used without a question
 * @param renewFrom from then on it is used, but asked for again, so that a name in use never makes anybody wait
 * @param staleUntil until then it is used where a new look-up fails
 */
record KnownName(DnsAnswer answer, long freshUntil, long renewFrom, long staleUntil) {

    /** RFC 8767 section 4: how long an answer past its TTL is used before there is another try. */
    static final long STALE_TTL_NANOS = 30_000_000_000L;

    /** The share of its time that is left when addresses are asked for again: one tenth. */
    private static final int RENEWED_SHARE = 10;

    /** A new answer. Only addresses outlive their TTL: that a name does not exist is an answer, too (RFC 8767 4). */
    static KnownName of(DnsAnswer answer, DnsSettings settings, long now) {
        long ttl = settings.ttl(answer).toNanos();
        long freshUntil = now + ttl;
        return answer.isPositive()
                ? new KnownName(
                        answer,
                        freshUntil,
                        freshUntil - ttl / RENEWED_SHARE,
                        freshUntil + settings.staleFor().toNanos())
                : new KnownName(answer, freshUntil, freshUntil, freshUntil);
    }

    /** The same after a failure to learn more. To be called where it is usable. */
    KnownName afterFailure(long now) {
        if (isFresh(now)) {
            return new KnownName(answer, freshUntil, freshUntil, staleUntil);
        }
        long until = Math.min(STALE_TTL_NANOS, staleUntil - now) + now;
        return new KnownName(answer, until, until, staleUntil);
    }

    boolean isFresh(long now) {
        return freshUntil - now > 0;
    }

    boolean isToBeRenewed(long now) {
        return renewFrom - now <= 0;
    }

    /** Whether it is used where nothing better is to be had. */
    boolean isUsable(long now) {
        return answer.isPositive() && staleUntil - now > 0;
    }
}
