package io.sallyport.policy;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cross-origin rules of a route (Istio: {@code CorsPolicy}).
 *
 * @param allowOrigins an origin is allowed when any of these matches
 * @param allowMethods empty leaves the answer without the field
 * @param allowHeaders empty leaves the answer without the field
 * @param exposeHeaders empty leaves the answer without the field
 * @param maxAge how long a preflight's answer may be kept; null leaves it open
 * @param allowCredentials whether requests may carry credentials
 * @param forwardUnmatched whether a preflight of a foreign origin goes to the upstream (Istio's default); otherwise it
 *     is answered without permission
 */
public record CorsRule(
        List<TextMatch> allowOrigins,
        List<String> allowMethods,
        List<String> allowHeaders,
        List<String> exposeHeaders,
        @Nullable Duration maxAge,
        boolean allowCredentials,
        boolean forwardUnmatched) {

    public CorsRule {
        allowOrigins = List.copyOf(allowOrigins);
        allowMethods = List.copyOf(allowMethods);
        allowHeaders = List.copyOf(allowHeaders);
        exposeHeaders = List.copyOf(exposeHeaders);
    }
}
