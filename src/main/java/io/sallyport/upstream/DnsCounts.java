package io.sallyport.upstream;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** How look-ups of names went, since the start: of names asked for in DNS, not of those in the hosts file or remembered. */
public final class DnsCounts {

    /** What a look-up came to. */
    public enum Result {
        /** Addresses. */
        ANSWERED,
        /** That there is no such name, or no address for it. */
        NEGATIVE,
        /** No answer of use, and nothing was known from before. */
        FAILED,
        /** No answer of use in time, so that addresses beyond their TTL are used on (RFC 8767). */
        STALE
    }

    private final Map<Result, LongAdder> counts = new EnumMap<>(Result.class);

    DnsCounts() {
        for (Result result : Result.values()) {
            counts.put(result, new LongAdder());
        }
    }

    void count(Result result) {
        adder(result).increment();
    }

    /** How many came to that. */
    public long of(Result result) {
        return adder(result).sum();
    }

    private LongAdder adder(Result result) {
        LongAdder adder = counts.get(result);
        if (adder == null) {
            throw new IllegalStateException("result: " + result + " (expected: one that is counted)");
        }
        return adder;
    }
}
