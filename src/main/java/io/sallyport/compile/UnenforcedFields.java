package io.sallyport.compile;

import io.sallyport.istio.Headers;
import io.sallyport.istio.HttpRoute;
import io.sallyport.istio.HttpRouteDestination;
import org.jspecify.annotations.Nullable;

/**
 * What an HTTP route may say and is not enforced yet: told always, and refused where going on without it would be
 * worse than an error. A rewrite changes what they ask for; a header that is to be
 * removed may be a secret; a Host that is to be set chooses the site.
 */
final class UnenforcedFields {

    private static final String REFUSED = "requests that match are refused with 503";

    private final ResourceProblems problems;

    UnenforcedFields(ResourceProblems problems) {
        this.problems = problems;
    }

    /** Whether requests that match have to be refused. */
    static boolean refuses(HttpRoute route) {
        if (route.rewrite() != null || refuses(route.headers())) {
            return true;
        }
        return route.route().stream().map(HttpRouteDestination::headers).anyMatch(UnenforcedFields::refuses);
    }

    private static boolean refuses(@Nullable Headers headers) {
        Headers.Operations request = headers == null ? null : headers.request();
        return request != null
                && (!request.remove().isEmpty()
                        || request.set().keySet().stream().anyMatch(HeadersCheck::isAuthority)
                        || request.add().keySet().stream().anyMatch(HeadersCheck::isAuthority));
    }

    void report(HttpRoute route) {
        if (route.rewrite() != null) {
            problems.refused(route.where().field("rewrite"), REFUSED);
        }
        headers(route.headers());
        route.route().forEach(destination -> headers(destination.headers()));
        problems.notEnforced(
                route.where(),
                "fault",
                "mirror",
                "mirrors",
                "mirrorPercent",
                "mirror_percent",
                "mirrorPercentage",
                "corsPolicy");
    }

    private void headers(@Nullable Headers headers) {
        if (headers == null) {
            return;
        }
        if (refuses(headers)) {
            problems.refused(headers.where().field("request"), REFUSED);
        } else {
            problems.notEnforced(headers.where(), "request");
        }
        problems.notEnforced(headers.where(), "response");
    }
}
