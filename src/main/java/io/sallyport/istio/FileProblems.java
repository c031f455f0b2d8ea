package io.sallyport.istio;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;

/**
 * The problems of one file, bounded: a file that is wrong in a million places says so in a thousand, and the rest would
 * help nobody.
 */
final class FileProblems implements Consumer<Problem> {
    /** Problems listed for one file; one more says that the list ends. */
    static final int MOST = 1_000;

    private final List<Problem> problems = new ArrayList<>();

    @Override
    public void accept(Problem problem) {
        if (problems.size() < MOST) {
            problems.add(problem);
        } else if (problems.size() == MOST) {
            problems.add(unlisted(problem.where().file(), "more than " + MOST + " problems; the rest of this file"));
        }
    }

    /** Says that a list ends early. */
    static Problem unlisted(String file, String what) {
        return new Problem(
                Problem.Severity.ERROR, "too-many-problems", Where.of(file), "", null, what + " is not listed", null);
    }

    boolean isEmpty() {
        return problems.isEmpty();
    }

    /** Whether further problems are dropped. */
    boolean full() {
        return problems.size() > MOST;
    }

    /** In the order of the file, as an author goes through it. */
    List<Problem> inOrder() {
        return problems.stream()
                .sorted(Comparator.comparingInt(
                                (Problem problem) -> problem.where().line())
                        .thenComparingInt(problem -> problem.where().column()))
                .toList();
    }
}
