package io.sallyport.compile;

import io.sallyport.istio.Where;
import org.jspecify.annotations.Nullable;

/** The weights of one route: none negative, and of several not all zero. */
final class Weights {

    private final ResourceProblems problems;
    private int destinations;
    private long total;

    Weights(ResourceProblems problems) {
        this.problems = problems;
    }

    void add(Where destination, @Nullable Integer weight) {
        int share = weight == null ? 0 : weight;
        destinations++;
        total += share;
        if (share < 0) {
            problems.error(
                    destination.field("weight"),
                    "bad-weight",
                    share,
                    "the weight " + share + " is negative",
                    "0 or more");
        }
    }

    void end(Where route) {
        if (destinations > 1 && total == 0) {
            problems.error(route, "bad-weight", 0, "the weight of all destinations together is 0", "a weight above 0");
        }
        if (total > Integer.MAX_VALUE) {
            problems.error(
                    route,
                    "bad-weight",
                    total,
                    "the weight of all destinations together is too large",
                    "at most " + Integer.MAX_VALUE);
        }
    }
}
