package io.sallyport.istio;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cross-origin rules (Istio {@code CorsPolicy}).
 *
 * @param allowOrigin deprecated list of exact origins
 * @param maxAge how long a preflight answer may be kept
 */
public record CorsPolicy(
        Where where,
        List<String> allowOrigin,
        List<StringMatch> allowOrigins,
        List<String> allowMethods,
        List<String> allowHeaders,
        List<String> exposeHeaders,
        @Nullable Duration maxAge,
        @Nullable Boolean allowCredentials,
        @Nullable UnmatchedPreflights unmatchedPreflights) {
    public CorsPolicy {
        allowOrigin = List.copyOf(allowOrigin);
        allowOrigins = List.copyOf(allowOrigins);
        allowMethods = List.copyOf(allowMethods);
        allowHeaders = List.copyOf(allowHeaders);
        exposeHeaders = List.copyOf(exposeHeaders);
    }

    /** What happens to a preflight of a foreign origin. */
    public enum UnmatchedPreflights {
        UNSPECIFIED,
        FORWARD,
        IGNORE
    }
}
