package io.sallyport.istio;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * When and how often to try again (Istio {@code HTTPRetry}).
 *
 * @param attempts tries after the first, any 32-bit integer as written
 * @param retryOn comma-separated conditions and status codes, as written
 * @param backoff pause before the first retry
 */
public record HttpRetry(
        Where where,
        @Nullable Integer attempts,
        @Nullable Duration perTryTimeout,
        @Nullable String retryOn,
        @Nullable Boolean retryRemoteLocalities,
        @Nullable Boolean retryIgnorePreviousHosts,
        @Nullable Duration backoff) {}
