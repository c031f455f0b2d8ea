package io.sallyport.compile;

import io.sallyport.istio.HttpRetry;
import io.sallyport.istio.Where;
import org.jspecify.annotations.Nullable;

/** What Istio's admission refuses in a retry policy. */
final class RetryCheck {

    private final ResourceProblems problems;
    private final FieldChecks checks;

    RetryCheck(ResourceProblems problems) {
        this.problems = problems;
        this.checks = new FieldChecks(problems);
    }

    void run(@Nullable HttpRetry retries) {
        if (retries == null) {
            return;
        }
        Where where = retries.where();
        String retryOn = retries.retryOn() == null ? "" : retries.retryOn();
        checks.notNegative(where.field("attempts"), retries.attempts());
        boolean off = retries.attempts() == null || retries.attempts() == 0;
        if (off && (retries.perTryTimeout() != null || !retryOn.isEmpty() || retries.retryRemoteLocalities() != null)) {
            problems.error(
                    where.field("attempts"),
                    "conflicting-fields",
                    retries.attempts(),
                    "retries are off, as attempts is 0, and yet configured",
                    "attempts of 1 or more, or nothing else");
        }
        checks.duration(where.field("perTryTimeout"), retries.perTryTimeout());
        checks.duration(where.field("backoff"), retries.backoff());
        for (String word : retryOn.isEmpty() ? new String[0] : retryOn.split(",", -1)) {
            if (!RetryCompiler.isKnown(word)) {
                problems.error(
                        where.field("retryOn"),
                        "bad-retry-condition",
                        word,
                        "\"" + ResourceProblems.quoted(word) + "\" is not a retryOn condition",
                        RetryCompiler.knownWords());
            }
        }
    }
}
