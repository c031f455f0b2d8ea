package io.sallyport.policy;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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

    /** Whether pages of the origin may ask. */
    public boolean allows(String origin) {
        for (TextMatch allowed : allowOrigins) {
            if (allowed.matches("*") || allowed.matches(origin)) {
                return true;
            }
        }
        return false;
    }

    /** The answer to a preflight (Fetch, section 3.2.2); null where the request is none, or is to be forwarded. */
    Decision.@Nullable Answer preflight(String route, RequestHead head) {
        String origin = head.header("origin");
        String method = head.header("access-control-request-method");
        if (origin == null
                || method == null
                || method.isEmpty()
                || !head.method().equals("OPTIONS")) {
            return null;
        }
        if (!allows(origin)) {
            return forwardUnmatched ? null : new Decision.Answer(route, 200, Map.of(), new byte[0]);
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("access-control-allow-origin", origin);
        if (allowCredentials) {
            headers.put("access-control-allow-credentials", "true");
        }
        put(headers, "access-control-allow-methods", allowMethods);
        put(headers, "access-control-allow-headers", allowHeaders);
        if (maxAge != null) {
            headers.put("access-control-max-age", Long.toString(maxAge.toSeconds()));
        }
        return new Decision.Answer(route, 200, headers, new byte[0]);
    }

    /** What the response to a request of an allowed origin carries besides; empty for others. */
    public Map<String, String> responseHeaders(RequestHead head) {
        String origin = head.header("origin");
        if (origin == null || !allows(origin)) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("access-control-allow-origin", origin);
        if (allowCredentials) {
            headers.put("access-control-allow-credentials", "true");
        }
        put(headers, "access-control-expose-headers", exposeHeaders);
        return headers;
    }

    private static void put(Map<String, String> headers, String name, List<String> values) {
        if (!values.isEmpty()) {
            headers.put(name, String.join(",", values));
        }
    }
}
