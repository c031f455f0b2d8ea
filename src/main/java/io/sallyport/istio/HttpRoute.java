package io.sallyport.istio;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP rule of a VirtualService (Istio {@code HTTPRoute}).
 *
 * @param match any one of these suffices; empty matches everything
 * @param timeout whole budget of the request, tries included
 * @param mirrorPercent deprecated percentage of requests mirrored, 0 to 4294967295 by type; read from
 *     {@code mirrorPercent} or {@code mirror_percent}
 */
public record HttpRoute(
        Where where,
        @Nullable String name,
        List<HttpMatchRequest> match,
        List<HttpRouteDestination> route,
        @Nullable HttpRedirect redirect,
        @Nullable HttpDirectResponse directResponse,
        @Nullable Delegate delegate,
        @Nullable HttpRewrite rewrite,
        @Nullable Duration timeout,
        @Nullable HttpRetry retries,
        @Nullable HttpFaultInjection fault,
        @Nullable Destination mirror,
        List<HttpMirrorPolicy> mirrors,
        @Nullable Long mirrorPercent,
        @Nullable Percent mirrorPercentage,
        @Nullable CorsPolicy corsPolicy,
        @Nullable Headers headers) {
    public HttpRoute {
        match = List.copyOf(match);
        route = List.copyOf(route);
        mirrors = List.copyOf(mirrors);
    }
}
