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
 * @param allowMethods empty leaves the answer without the field, a star alone allows the one that is asked for
 * @param allowHeaders empty leaves the answer without the field, a star alone allows those that are asked for
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

    private static final List<String> ANY = List.of("*");

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
                || origin.isEmpty()
                || method == null
                || method.isEmpty()
                || !head.method().equals("OPTIONS")) {
            return null;
        }
        boolean allowed = allows(origin);
        if (!allowed && forwardUnmatched) {
            return null;
        }
        Map<String, String> headers = new LinkedHashMap<>();
        if (allowed) {
            headers.put("access-control-allow-origin", origin);
        }
        if (allowCredentials) {
            headers.put("access-control-allow-credentials", "true");
        }
        put(headers, "access-control-allow-methods", allowMethods, method);
        put(headers, "access-control-allow-headers", allowHeaders, head.joinedHeader("access-control-request-headers"));
        if (maxAge != null) {
            headers.put("access-control-max-age", Long.toString(maxAge.toSeconds()));
        }
        return new Decision.Answer(route, 200, headers, new byte[0]);
    }

    /**
     * What the response to a request of an allowed origin carries besides; empty for others.
     *
     * @param origin the request's Origin as the client sent it; null for none
     */
    public Map<String, String> responseHeaders(@Nullable String origin) {
        if (origin == null || origin.isEmpty() || !allows(origin)) {
            return Map.of();
        }
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("access-control-allow-origin", origin);
        if (allowCredentials) {
            headers.put("access-control-allow-credentials", "true");
        }
        if (!exposeHeaders.isEmpty()) {
            headers.put("access-control-expose-headers", String.join(",", exposeHeaders));
        }
        return headers;
    }

    /**
     * A star alone becomes what was asked for, as in Envoy: browsers do not take a star as one where requests carry
     * credentials.
     */
    private static void put(Map<String, String> headers, String name, List<String> values, @Nullable String asked) {
        String told = values.equals(ANY) ? asked : String.join(",", values);
        if (told != null && !told.isEmpty()) {
            headers.put(name, told);
        }
    }
}
