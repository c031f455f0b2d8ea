package io.sallyport.policy;

import java.util.List;

/**
 * One route of a VirtualService (Istio: {@code HTTPRoute}).
 *
 * @param name {@code virtualservice-name/route-name-or-index}, for logs and explanations
 * @param where file and line, for people
 * @param matches any of them matches; empty matches everything
 * @param action what a match leads to
 */
public record HttpRoute(String name, String where, List<HttpMatch> matches, RouteAction action) {

    public HttpRoute {
        matches = List.copyOf(matches);
    }

    /** A route that is written nowhere. */
    public HttpRoute(String name, List<HttpMatch> matches, RouteAction action) {
        this(name, "", matches, action);
    }

    /** Whether the route is for this request. */
    public boolean matches(RequestHead head) {
        if (matches.isEmpty()) {
            return true;
        }
        for (HttpMatch match : matches) {
            if (match.matches(head)) {
                return true;
            }
        }
        return false;
    }
}
