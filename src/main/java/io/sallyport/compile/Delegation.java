package io.sallyport.compile;

import io.sallyport.istio.Delegate;
import io.sallyport.istio.HttpMatchRequest;
import io.sallyport.istio.HttpRoute;
import io.sallyport.istio.VirtualService;
import io.sallyport.istio.Where;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Puts the routes of delegates in the place of the routes that name them (Istio: {@code HTTPRoute.delegate}). Where Istio
 * drops a delegate in silence, this says so.
 */
final class Delegation {

    /**
     * A route, and the VirtualService that wrote it, in whose namespace its destinations are looked up.
     *
     * @param name {@code virtualservice/route}
     */
    record Owned(VirtualService owner, HttpRoute route, String name) {}

    private final ProblemCollector problems;
    private final Visibility visibility;
    private final Map<String, VirtualService> delegates = new HashMap<>();
    private final Set<String> used = new HashSet<>();

    Delegation(ProblemCollector problems, Visibility visibility, List<VirtualService> all) {
        this.problems = problems;
        this.visibility = visibility;
        all.stream()
                .filter(candidate -> candidate.hosts().isEmpty())
                .forEach(delegate -> delegates.put(key(visibility.namespaceOf(delegate), delegate), delegate));
    }

    /** The routes of a root in order, those of its delegates among them. */
    List<Owned> routes(VirtualService root) {
        List<Owned> routes = new ArrayList<>();
        for (int i = 0; i < root.http().size(); i++) {
            HttpRoute route = root.http().get(i);
            if (route.delegate() == null) {
                routes.add(new Owned(root, route, name(root, route.name(), i)));
            } else {
                delegated(root, route, route.delegate(), i, routes);
            }
        }
        return routes;
    }

    /** Tells of delegates that no root names. To be called once all roots were asked for. */
    void reportUnused() {
        delegates.forEach((title, delegate) -> {
            if (!used.contains(title)) {
                problems.of(delegate)
                        .warning(
                                delegate.where(),
                                "unused-delegate",
                                null,
                                "has no hosts, so it is a delegate, and no VirtualService delegates to it");
            }
        });
    }

    private void delegated(VirtualService root, HttpRoute route, Delegate named, int index, List<Owned> routes) {
        Where where = route.where().field("delegate");
        String namespace = blank(named.namespace()) ? visibility.namespaceOf(root) : named.namespace();
        String title = namespace + "/" + named.name();
        VirtualService delegate = delegates.get(title);
        if (delegate == null) {
            dropped(root, where, title, "no VirtualService without hosts has this name");
            return;
        }
        used.add(title);
        if (!visibility.isExported(delegate, delegate.exportTo(), visibility.namespaceOf(root))) {
            dropped(root, where, title, "its exportTo does not name " + visibility.namespaceOf(root));
            return;
        }
        for (int i = 0; i < delegate.http().size(); i++) {
            HttpRoute narrow = delegate.http().get(i);
            List<HttpMatchRequest> matches = DelegateMatches.merge(route.match(), narrow.match());
            if (matches == null) {
                problems.of(delegate)
                        .warning(
                                narrow.where(),
                                "delegate-conflict",
                                null,
                                "has no effect: a match of it is not narrower than one of " + root.title() + " at "
                                        + route.where().position());
            } else {
                String name = DelegateMatches.name(route.name(), narrow.name());
                routes.add(new Owned(
                        delegate,
                        merge(route, narrow, name, matches),
                        name(root, name, index) + "/" + name(delegate, narrow.name(), i)));
            }
        }
    }

    private void dropped(VirtualService root, Where where, String title, String why) {
        problems.of(root)
                .warning(
                        where,
                        "unknown-delegate",
                        title,
                        "the rule has no effect, since " + title + " cannot be used: " + why);
    }

    /** What the delegate's route says counts, whole; for what it leaves out the root's. */
    private static HttpRoute merge(
            HttpRoute root, HttpRoute delegate, @Nullable String name, List<HttpMatchRequest> matches) {
        return new HttpRoute(
                delegate.where(),
                name,
                matches,
                delegate.route(),
                delegate.redirect(),
                delegate.directResponse(),
                null,
                or(delegate.rewrite(), root.rewrite()),
                or(delegate.timeout(), root.timeout()),
                or(delegate.retries(), root.retries()),
                or(delegate.fault(), root.fault()),
                or(delegate.mirror(), root.mirror()),
                delegate.mirrors().isEmpty() ? root.mirrors() : delegate.mirrors(),
                or(delegate.mirrorPercent(), root.mirrorPercent()),
                or(delegate.mirrorPercentage(), root.mirrorPercentage()),
                or(delegate.corsPolicy(), root.corsPolicy()),
                or(delegate.headers(), root.headers()));
    }

    private static <T> @Nullable T or(@Nullable T delegate, @Nullable T root) {
        return delegate == null ? root : delegate;
    }

    private static String name(VirtualService owner, @Nullable String route, int index) {
        return owner.metadata().name() + "/" + (blank(route) ? "http[" + index + "]" : route);
    }

    private static String key(String namespace, VirtualService delegate) {
        return namespace + "/" + delegate.metadata().name();
    }

    private static boolean blank(@Nullable String text) {
        return text == null || text.isEmpty();
    }
}
