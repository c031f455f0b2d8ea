package io.sallyport.explain;

import io.sallyport.policy.Decision;
import io.sallyport.policy.Explanation;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A decision told step by step.
 *
 * @param request what was asked, in one line
 * @param steps in the order in which things are decided
 * @param decision what it comes to; of several weighted destinations the first that has a share
 * @param verdict the same in one sentence
 * @param denial why it is refused and what would allow it; null where it is not refused
 */
public record Narrative(
        String request,
        List<Step> steps,
        Decision decision,
        String verdict,
        @Nullable Explanation denial) {

    public Narrative {
        steps = List.copyOf(steps);
    }

    /** Whether the request is refused. */
    public boolean isDenied() {
        return denial != null;
    }
}
