package io.sallyport.policy;

import java.util.List;
import org.jspecify.annotations.Nullable;

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

    /**
     * The part of it that is for every request, or the part that is not (Istio: a catch-all route).
     *
     * @return null where there is no such part
     */
    public @Nullable HttpRoute part(boolean takesEverything) {
        if (matches.isEmpty()) {
            return takesEverything ? this : null;
        }
        List<HttpMatch> some = matches.stream()
                .filter(match -> match.takesEverything() == takesEverything)
                .toList();
        return some.isEmpty() ? null : new HttpRoute(name, where, some, action);
    }

    /** Whether the route is for this request. */
    public boolean matches(RequestHead head) {
        return matches.isEmpty() || matches(new Asked(head));
    }

    /** The first route that is for this request, or null. */
    static @Nullable HttpRoute first(List<HttpRoute> routes, RequestHead head) {
        if (routes.getFirst().matches.isEmpty()) {
            return routes.getFirst();
        }
        Asked asked = new Asked(head);
        for (int i = 0; i < routes.size(); i++) {
            HttpRoute route = routes.get(i);
            if (route.matches(asked)) {
                return route;
            }
        }
        return null;
    }

    private boolean matches(Asked asked) {
        for (int i = 0; i < matches.size(); i++) {
            if (matches.get(i).matches(asked)) {
                return true;
            }
        }
        return matches.isEmpty();
    }
}
