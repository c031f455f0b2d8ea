package io.sallyport.resilience;

/** Why a try that ended in a way that may be retried was not. */
public enum SkippedRetry {
    /** All retries of the policy were made. */
    EXHAUSTED,
    /** The request may have reached the server, its method is not idempotent, and no VirtualService asked for it. */
    NOT_IDEMPOTENT,
    /** The body was longer than what is kept of it. */
    BODY_TOO_LARGE,
    /** The wait before the retry would have lasted beyond the route's timeout. */
    DEADLINE,
    /** The cluster has as many retries in flight as it may have. */
    BUDGET
}
