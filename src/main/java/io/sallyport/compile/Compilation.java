package io.sallyport.compile;

import io.sallyport.istio.Problem;
import io.sallyport.policy.Snapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What came of compiling.
 *
 * @param snapshot null when any problem is an error
 * @param problems everything found: those of reading first, then those of compiling by file and line
 */
public record Compilation(@Nullable Snapshot snapshot, List<Problem> problems) {

    public Compilation {
        problems = List.copyOf(problems);
    }
}
